using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Cli.Monitoring;
using Nomad.Cli.Nodes;

namespace Nomad.Cli.Allocations;

/// <summary><c>alloc stop</c>: stops one allocation; its job places another.</summary>
public sealed class AllocStopCommand : Command
{
    public override string Name => "alloc stop";

    public override string Synopsis => "Stop and reschedule a running allocation";

    public override string Usage => "[options] <allocation>";

    public override (int, int) Arguments => (1, 1);

    public override string ArgumentsRule => "This command takes one argument: <alloc-id>";

    public override IReadOnlyList<Flag> Flags { get; } =
    [
        Flag.Boolean("detach", "Print the evaluation's id and return."),
        Flag.Boolean("no-shutdown-delay", "Ignore the shutdown delays of groups and tasks."),
        Flag.Boolean("verbose", "Full ids."),
    ];

    public override async Task<int> RunAsync(CommandCall call)
    {
        var allocation = await AllocationSelection.AllocationAsync(call);
        var query = Query.None.With("no_shutdown_delay", call.Flags.Boolean("no-shutdown-delay"));
        var answer = (await NodeStatusCommand.Asking(call, "Error stopping allocation", () => call.Api.Allocations.StopAsync(allocation.ID, query, call.Stop))).Value;
        if (call.Flags.Boolean("detach"))
        {
            call.Line(answer.EvalID);
            return 0;
        }
        return await new EvaluationMonitor(call).RunAsync(answer.EvalID);
    }
}
