using System.Text.Json;
using Nomad.Cli.Invocation;
using Nomad.Cli.Nodes;
using Nomad.Model.Json;
using Nomad.Model.Namespaces;

namespace Nomad.Cli.Namespaces;

/// <summary><c>namespace apply</c>: makes or changes a namespace, by name and flags or from a JSON file.</summary>
public sealed class NamespaceApplyCommand : Command
{
    private const long LargestFile = 1024 * 1024;

    public override string Name => "namespace apply";

    public override string Synopsis => "Create or update a namespace";

    public override string Usage => "[options] <namespace>";

    public override string Description => "Makes a namespace, or changes the description or quota of one that exists. With -json the argument is a file with the whole namespace, " +
        "or \"-\" for standard input.";

    public override (int, int) Arguments => (1, 1);

    public override string ArgumentsRule => "This command takes one argument: <namespace>";

    public override IReadOnlyList<Flag> Flags { get; } =
        [Flag.Text("description", "text", "A sentence about the namespace."), Flag.Text("quota", "name", "The quota that limits the namespace; empty for none."), Flag.Boolean("json", "The argument is a JSON file.")];

    public override async Task<int> RunAsync(CommandCall call)
    {
        var typed = call.Arguments[0];
        var space = call.Flags.Boolean("json") ? FromFile(call, typed)
            : typed == "-" || File.Exists(typed) ? throw new CommandFailure($"Error parsing input: \"{typed}\" is a file; namespaces are read from JSON only: convert it and use -json")
            : await FromFlagsAsync(call, typed);
        var body = JsonSerializer.SerializeToUtf8Bytes(space, ModelJson.Default.Namespace);
        await NodeStatusCommand.Asking(call, "Error applying namespace", () => call.Api.SendTextAsync(HttpMethod.Put, "/v1/namespace", body, null, call.Stop));
        call.Line($"Successfully applied namespace \"{space.Name}\"!");
        return 0;
    }

    private static async Task<Namespace> FromFlagsAsync(CommandCall call, string name)
    {
        var known = (await NamespaceListCommand.FindAsync(call, name)).FirstOrDefault(space => space.Name == name) ?? new Namespace { Name = name };
        if (call.Flags.Has("description"))
            known = known with { Description = call.Flags.Text("description") };
        return call.Flags.Has("quota") ? known with { Quota = call.Flags.Text("quota") } : known;
    }

    private static Namespace FromFile(CommandCall call, string path)
    {
        if (call.Flags.Has("description") || call.Flags.Has("quota"))
            call.Warn("-description and -quota are ignored: the file says what the namespace is");
        if (path != "-" && new FileInfo(path) is { Exists: true, Length: > LargestFile })
            throw new CommandFailure($"Error reading input: the file \"{path}\" is larger than {LargestFile} bytes");
        try
        {
            var text = path == "-" ? call.Terminal.In.ReadToEnd() : File.ReadAllText(path);
            return JsonSerializer.Deserialize(text, ModelJson.Default.Namespace) is { Name.Length: > 0 } space ? space
                : throw new CommandFailure("Error parsing input: the namespace has no \"Name\"");
        }
        catch (JsonException problem)
        {
            throw new CommandFailure($"Error parsing input: {problem.Message}");
        }
    }
}
