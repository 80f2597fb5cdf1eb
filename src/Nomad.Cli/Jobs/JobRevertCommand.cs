using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Cli.Monitoring;
using Nomad.Cli.Nodes;
using Nomad.Model;
using Nomad.Model.Requests;

namespace Nomad.Cli.Jobs;

/// <summary><c>job revert</c>: makes an earlier version of a job the newest one.</summary>
public sealed class JobRevertCommand : Command
{
    public override string Name => "job revert";

    public override string Synopsis => "Revert to a prior version of the job";

    public override string Usage => "[options] <job> <version|tag>";

    public override (int, int) Arguments => (2, 2);

    public override string ArgumentsRule => "This command takes two arguments: <job> <version|tag>";

    public override IReadOnlyList<Flag> Flags { get; } = [Flag.Boolean("detach", "Print the evaluation's id and return."), Flag.Boolean("verbose", "Full ids.")];

    public override async Task<int> RunAsync(CommandCall call)
    {
        var (id, space) = await JobStatusCommand.FindIdAsync(call, call.Arguments[0], "Error listing jobs");
        var version = ulong.TryParse(call.Arguments[1], out var number) ? number : await TaggedAsync(call, id, space, call.Arguments[1]);
        var answer = (await NodeStatusCommand.Asking(call, "Error retrieving job versions", () => call.Api.Jobs.RevertAsync(id,
            new JobRevertRequest { JobID = id, JobVersion = version }, new Query { Namespace = space }, call.Stop))).Value;
        return await Followed.Async(call, answer.EvalID);
    }

    private static async Task<ulong> TaggedAsync(CommandCall call, string id, string space, string tag)
    {
        var known = (await NodeStatusCommand.Asking(call, "Error retrieving job versions",
            () => call.Api.Jobs.VersionsAsync(id, false, new Query { Namespace = space }, call.Stop))).Value.Versions.OrEmpty();
        return known.FirstOrDefault(job => job.VersionTag?.Name == tag)?.Version
            ?? throw new CommandFailure($"Error retrieving job versions: job \"{id}\" has no version tagged \"{tag}\"");
    }
}
