using Nomad.Rpc;
using Nomad.Server.Commands;
using Nomad.Server.Evaluations;
using Nomad.Server.State;

namespace Nomad.Server.Endpoints;

/// <summary>What users do with allocations on the servers' side.</summary>
public sealed class AllocationEndpoint
{
    private readonly ServerContext context;

    internal AllocationEndpoint(ServerContext context) => this.context = context;

    /// <summary>Stops an allocation; another takes its place, or with <paramref name="reschedule"/> counts as rescheduled.</summary>
    public async Task<AllocStopResponse> StopAsync(string id, bool noShutdownDelay, bool reschedule, CancellationToken cancel)
    {
        var state = context.State.Snapshot();
        var alloc = state.Allocation(id) ?? throw RpcException.NotFound("allocation not found");
        var job = state.Job(alloc.Namespace, alloc.JobID) ?? alloc.Job ?? throw RpcException.NotFound("job not found");
        var eval = NewEvaluation.For(job, EvalTriggers.AllocStop, context.Ports);
        var transition = new DesiredTransition
        {
            Migrate = true,
            Reschedule = reschedule ? true : null,
            NoShutdownDelay = noShutdownDelay ? true : null,
        };
        var commit = await context.Proposer.ProposeAsync(new SetAllocationTransitions(
            new Dictionary<string, DesiredTransition> { [id] = transition }, [eval], context.Ports.NowNanoseconds), cancel);
        return new AllocStopResponse { EvalID = eval.ID, Index = commit.Index };
    }
}
