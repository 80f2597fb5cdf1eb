using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Cli.Monitoring;
using Nomad.Cli.Nodes;

namespace Nomad.Cli.Jobs;

/// <summary><c>job periodic force</c>: launches a periodic job now.</summary>
public sealed class JobPeriodicForceCommand : Command
{
    public override string Name => "job periodic force";

    public override string Synopsis => "Force the launch of a periodic job";

    public override string Usage => "[options] <job>";

    public override (int, int) Arguments => (1, 1);

    public override string ArgumentsRule => "This command takes one argument: <job id>";

    public override IReadOnlyList<Flag> Flags { get; } = [Flag.Boolean("detach", "Print the evaluation's id and return."), Flag.Boolean("verbose", "Full ids.")];

    public override async Task<int> RunAsync(CommandCall call)
    {
        var (id, space) = await JobStatusCommand.FindIdAsync(call, call.Arguments[0], "Error forcing periodic job", "periodic job", job => job.Periodic);
        var answer = (await NodeStatusCommand.Asking(call, "Error forcing periodic job",
            () => call.Api.Jobs.ForcePeriodicAsync(id, new Query { Namespace = space }, call.Stop))).Value;
        if (!call.Flags.Boolean("detach"))
            return await Followed.Async(call, answer.EvalID);
        call.Line("Force periodic successful");
        call.Line($"Evaluation ID: {answer.EvalID}");
        return 0;
    }
}
