using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Cli.Monitoring;
using Nomad.Cli.Nodes;
using Nomad.Model.Requests;

namespace Nomad.Cli.Jobs;

/// <summary><c>job revert</c>: makes an earlier version of a job the newest one.</summary>
public sealed class JobRevertCommand : Command
{
    public override string Name => "job revert";

    public override string Synopsis => "Revert to a prior version of the job";

    public override string Usage => "[options] <job> <version>";

    public override (int, int) Arguments => (2, 2);

    public override string ArgumentsRule => "This command takes two arguments: <job> <version>";

    public override IReadOnlyList<Flag> Flags { get; } = [Flag.Boolean("detach", "Print the evaluation's id and return."), Flag.Boolean("verbose", "Full ids.")];

    public override async Task<int> RunAsync(CommandCall call)
    {
        if (!ulong.TryParse(call.Arguments[1], out var version))
            throw new CommandFailure($"The job version must be a number, not \"{call.Arguments[1]}\"");
        var (id, space) = await JobStatusCommand.FindIdAsync(call, call.Arguments[0], "Error listing jobs");
        var answer = (await NodeStatusCommand.Asking(call, "Error retrieving job versions", () => call.Api.Jobs.RevertAsync(id,
            new JobRevertRequest { JobID = id, JobVersion = version }, new Query { Namespace = space }, call.Stop))).Value;
        return await Followed.Async(call, answer.EvalID);
    }
}
