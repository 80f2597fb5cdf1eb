using Nomad.Model.Rebalancing;
using Nomad.Rpc;
using Nomad.Scheduling;
using Nomad.Scheduling.Rebalancing;
using Nomad.Server.Commands;
using Nomad.Server.Endpoints;
using Nomad.Server.Evaluations;
using Nomad.Server.State;
using Nomad.Server.Workers;

namespace Nomad.Server.Rebalancing;

/// <summary>Moves running allocations to better nodes: on request, and each minute when the scheduler configuration says so. Safe for any number of threads.</summary>
public sealed class RebalanceEndpoint
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(1);

    private readonly ServerContext context;
    private readonly ILog log;

    // Two at once would each spend the same budget of a group.
    private readonly Permits alone = new(1);

    internal RebalanceEndpoint(ServerContext context)
    {
        this.context = context;
        log = context.Ports.Log.For("nomad.rebalance");
    }

    /// <summary>What would move where. Changes nothing.</summary>
    /// <exception cref="RpcException">There is no such job, or a number is out of its range.</exception>
    public RebalancePlan Plan(StateSnapshot state, RebalanceRequest request)
    {
        if (request.MaxMoves is < 0 or > Rebalancer.LargestMaxMoves)
            throw RpcException.BadRequest($"MaxMoves must be between 0 (the default, {Rebalancer.DefaultMaxMoves}) and {Rebalancer.LargestMaxMoves}; got {request.MaxMoves}");
        if (!(request.MinGain is >= 0 and <= 2))
            throw RpcException.BadRequest($"MinGain must be between 0 (the default, {Rebalancer.DefaultMinGain}) and 2; got {request.MinGain}");
        Job[] all = [.. state.Jobs()];
        Job[] jobs = request.JobID.Length == 0 ? all
            : [state.Job(request.Namespace.Length > 0 ? request.Namespace : "default", request.JobID) ?? throw new RpcException("job not found", 404)];
        return Rebalancer.Propose(new ClusterView(state, context.State), all, jobs, request, SchedulingContext.Seeded(context.Ports.NextSeed(), context.Ports.Now));
    }

    /// <summary>Makes the moves of a plan as a drain makes them: each allocation is marked, and the schedulers do the rest.</summary>
    public async Task<RebalancePlan> MoveAsync(RebalanceRequest request, CancellationToken cancel)
    {
        await alone.WaitAsync(cancel);
        try
        {
            var state = context.State.Snapshot();
            var plan = Plan(state, request);
            if (plan.Moves.Count == 0)
                return plan;
            var evaluations = new Dictionary<JobKey, Evaluation>();
            foreach (var move in plan.Moves)
                if (state.Job(move.Namespace, move.JobID) is { } job)
                    evaluations.TryAdd(new(move.Namespace, move.JobID), NewEvaluation.For(job, Rebalancer.Trigger, context.Ports));
            var commit = await context.Proposer.ProposeAsync(new SetAllocationTransitions(
                plan.Moves.ToDictionary(move => move.AllocID, _ => new DesiredTransition { Migrate = true }), [.. evaluations.Values],
                context.Ports.NowNanoseconds), cancel);
            return plan with { EvalIDs = [.. evaluations.Values.Select(eval => eval.ID)], Index = commit.Index };
        }
        finally
        {
            alone.Release();
        }
    }

    /// <summary>On the leader: looks each minute whether the scheduler configuration wants moves.</summary>
    internal async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Step, context.Ports.Time);
        while (await timer.WaitForNextTickAsync(stop))
        {
            try
            {
                await StepAsync(stop);
            }
            catch (RpcException problem)
            {
                log.Error($"rebalance step failed: error=\"{problem.Message}\"");
            }
        }
    }

    /// <summary>The moves of one minute, none while the last ones are under way.</summary>
    internal async Task<IReadOnlyList<RebalanceMove>> StepAsync(CancellationToken stop)
    {
        var state = context.State.Snapshot();
        if (state.SchedulerConfiguration() is not { RebalanceMaxMoves: > 0, PauseEvalBroker: false } wanted || UnderWay(state))
            return [];
        var plan = await MoveAsync(new RebalanceRequest { MaxMoves = wanted.RebalanceMaxMoves }, stop);
        if (plan.Moves.Count > 0)
            log.Info($"moving allocations to better nodes: moves={plan.Moves.Count} better={plan.Better} considered={plan.Considered}");
        return plan.Moves;
    }

    // What moves already comes first. What waits for a place may wait for ever; moves do not stop for it.
    internal static bool UnderWay(StateSnapshot state) =>
        state.Evaluations().Any(eval => eval is { Status: EvalStatus.Pending, TriggeredBy: Rebalancer.Trigger });
}
