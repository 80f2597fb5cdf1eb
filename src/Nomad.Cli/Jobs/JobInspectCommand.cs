using System.Text.Json;
using System.Text.Json.Nodes;
using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Cli.Nodes;
using Nomad.Cli.Output;
using Nomad.Model;
using Nomad.Model.Jobs;
using Nomad.Model.Json;

namespace Nomad.Cli.Jobs;

/// <summary><c>job inspect</c>: a job's document, or the file it came from.</summary>
public sealed class JobInspectCommand : Command
{
    public override string Name => "job inspect";

    public override string Synopsis => "Inspect a submitted job";

    public override string Usage => "[options] <job>";

    public override (int, int) Arguments => (0, 1);

    public override string ArgumentsRule => "This command takes one argument: <job>";

    public override IReadOnlyList<Flag> Flags { get; } =
    [
        Flag.Number("version", "version", "An earlier version of the job."),
        Flag.Boolean("hcl", "The job file it was submitted as."),
        Flag.Boolean("with-vars", "With -hcl: the variables too, on standard error."),
        .. JsonText.Flags,
    ];

    public override async Task<int> RunAsync(CommandCall call)
    {
        if (call.Arguments.Count == 0)
            return await AllAsync(call);
        var (id, space) = await JobStatusCommand.FindIdAsync(call, call.Arguments[0], "Error inspecting job");
        var job = await VersionAsync(call, id, space);
        if (call.Flags.Boolean("hcl"))
            return await SourceAsync(call, job);
        if (JsonText.Printed(call, job, ModelJson.Default.Job))
            return 0;
        call.Line(JobRunCommand.Indented(new JsonObject { ["Job"] = JsonSerializer.SerializeToNode(job, ModelJson.Default.Job) }));
        return 0;
    }

    private async Task<int> AllAsync(CommandCall call)
    {
        if (!call.Flags.Boolean("json") && call.Flags.Text("t").Length == 0)
            throw CommandFailure.Usage(ArgumentsRule);
        var jobs = (await NodeStatusCommand.Asking(call, "Error querying jobs", () => call.Api.Jobs.ListAsync(null, call.Stop))).Value;
        JsonText.Printed(call, jobs, ModelJson.Default.ListOfJobListStub);
        return 0;
    }

    private static async Task<Job> VersionAsync(CommandCall call, string id, string space)
    {
        var query = new Query { Namespace = space };
        if (!call.Flags.Has("version"))
            return (await NodeStatusCommand.Asking(call, "Error inspecting job", () => call.Api.Jobs.GetAsync(id, query, call.Stop))).Value;
        var versions = (await NodeStatusCommand.Asking(call, "Error retrieving job versions", () => call.Api.Jobs.VersionsAsync(id, false, query, call.Stop))).Value;
        var wanted = (ulong)call.Flags.Number("version");
        return versions.Versions.OrEmpty().FirstOrDefault(job => job.Version == wanted)
            ?? throw new CommandFailure($"Error inspecting job: job \"{id}\" with version {wanted} couldn't be found");
    }

    private static async Task<int> SourceAsync(CommandCall call, Job job)
    {
        var source = (await NodeStatusCommand.Asking(call, "Error retrieving job source",
            () => call.Api.Jobs.SubmissionAsync(job.ID, job.Version, new Query { Namespace = job.Namespace }, call.Stop))).Value;
        call.Line(source.Source);
        if (call.Flags.Boolean("with-vars"))
        {
            foreach (var (name, value) in source.VariableFlags.OrEmpty().OrderBy(pair => pair.Key, StringComparer.Ordinal))
                call.Terminal.Error.WriteLine($"{name} = {value}");
            call.Terminal.Error.WriteLine(source.Variables);
        }
        return 0;
    }
}
