using Nomad.Cli.Invocation;
using Nomad.Jobspec.Templates;

namespace Nomad.Cli.Jobs;

/// <summary><c>job init</c>: writes an example job file to start from.</summary>
public sealed class JobInitCommand(string usualName = "example.nomad.hcl") : Command
{
    public override string Name => "job init";

    public override string Synopsis => "Create a new job file";

    public override string Usage => "[options] <filename>";

    public override string Description => "Creates an example job file that can be used as a starting point to customize further. If no filename is given, " +
        "the default of \"example.nomad.hcl\" will be used.";

    public override bool UsesApi => false;

    public override (int, int) Arguments => (0, 1);

    public override string ArgumentsRule => "This command takes no arguments or one: <filename>";

    public override IReadOnlyList<Flag> Flags { get; } =
    [
        Flag.Boolean("short", "Without comments."),
        Flag.Boolean("list-templates", "List the templates there are."),
        Flag.Text("template", "name", "Start from a template."),
        Flag.Boolean("connect", "") with { Hidden = true, Refusal = "this program runs no sidecar proxies, so an example with Consul Connect would not run." },
    ];

    public override Task<int> RunAsync(CommandCall call)
    {
        if (call.Flags.Boolean("list-templates"))
        {
            foreach (var name in ExampleJobs.Names)
                call.Line(name);
            return Task.FromResult(0);
        }
        var file = call.Arguments.Count == 1 ? call.Arguments[0] : usualName;
        if (File.Exists(file))
            throw new CommandFailure($"Job '{file}' already exists");
        var text = call.Flags.Has("template") ? Template(call.Flags.Text("template")) : call.Flags.Boolean("short") ? ExampleJobs.Short : ExampleJobs.Long;
        File.WriteAllText(file, text);
        call.Line($"Example job file written to {file}");
        return Task.FromResult(0);
    }

    private static string Template(string name) => ExampleJobs.Find(name)
        ?? throw new CommandFailure($"There is no template \"{name}\". Known: {string.Join(", ", ExampleJobs.Names)}");
}
