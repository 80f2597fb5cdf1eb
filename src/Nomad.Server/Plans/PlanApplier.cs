using Nomad.Rpc;
using Nomad.Scheduling.Feasibility;
using Nomad.Server.Commands;
using Nomad.Server.Evaluations;
using Nomad.Server.Replication;
using Nomad.Server.State;

namespace Nomad.Server.Plans;

/// <summary>
/// The one place where placements become real: takes plans one by one, checks each against the newest state, commits what still
/// holds. Runs on the leader only.
/// </summary>
/// <param name="rejections">When nodes are taken out; null for never.</param>
public sealed class PlanApplier(
    PlanQueue queue, EvaluationBroker broker, StateStore state, Proposer proposer, ServerPorts ports, PlanRejectionOptions? rejections = null)
{
    /// <summary>How long the applier waits for its own state to be as new as the plan's.</summary>
    public static readonly TimeSpan SnapshotLimit = TimeSpan.FromSeconds(10);

    /// <summary>Placements in one entry, which has a size limit; larger plans take several.</summary>
    public const int MaxPlacements = 2000;

    /// <summary>Stops in one entry.</summary>
    public const int MaxStops = 20_000;

    /// <summary>Plans checked one on the other before they are written.</summary>
    private const int MaxTogether = 256;

    private readonly ILog log = ports.Log.For("nomad.planner");
    private readonly PlanRejections rejected = new(rejections ?? new PlanRejectionOptions());
    private readonly PlansUnderWay underWay = new();
    private readonly List<Task> together = [];

    public async Task RunAsync(CancellationToken stop)
    {
        PlanQueue.PendingPlan? next = null;
        while (!stop.IsCancellationRequested)
        {
            var first = next ?? await queue.TakeAsync(stop);
            next = null;
            together.Clear();
            underWay.Clear();
            // Plans that wait together are checked one after the other and written together: their entries share a flush of the log.
            for (var pending = first; pending is not null; pending = together.Count < MaxTogether ? queue.TryTake() : null)
            {
                if (together.Count > 0 && !MayJoin(state.Snapshot(), pending.Plan))
                {
                    next = pending;
                    break;
                }
                if (await IsTimelyAsync(pending, stop))
                    together.Add(AnswerAsync(pending, stop));
                if (!MayJoin(state.Snapshot(), pending.Plan))
                    break;
            }
            await Task.WhenAll(together);
            stop.ThrowIfCancellationRequested();
        }
    }

    // Two plans could count on the same victim's room, the same rest of a quota, the same volume, or on each other's distance: those are applied alone.
    private static bool MayJoin(StateSnapshot snapshot, Plan plan) =>
        plan.NodePreemptions.OrEmpty().Count == 0 && !NearRules.HasConditions(plan.Job) && !VolumeCheck.Concerns(plan.Job)
        && (plan.Job is null || snapshot.QuotaOf(plan.Job.Namespace) is null);

    private async Task<bool> IsTimelyAsync(PlanQueue.PendingPlan pending, CancellationToken stop)
    {
        if (state.Index >= pending.Plan.SnapshotIndex)
            return true;
        try
        {
            await state.AtLeastAsync(pending.Plan.SnapshotIndex, SnapshotLimit, stop);
            return true;
        }
        catch (Exception problem)
        {
            pending.Done.TrySetException(problem);
            return false;
        }
    }

    // Checks and proposes before it first waits: the next plan is checked after that.
    private async Task AnswerAsync(PlanQueue.PendingPlan pending, CancellationToken stop)
    {
        try
        {
            pending.Done.TrySetResult(await ApplyAsync(pending, stop));
        }
        catch (Exception problem)
        {
            pending.Done.TrySetException(problem);
        }
    }

    private async Task<PlanResult> ApplyAsync(PlanQueue.PendingPlan pending, CancellationToken stop)
    {
        var plan = pending.Plan;
        if (!broker.Holds(plan.EvalID, plan.EvalToken))
            throw new RpcException("evaluation token does not match");
        var snapshot = state.Snapshot();
        if ((QuotaCheck.Refusal(snapshot, plan) ?? VolumeCheck.Refusal(snapshot, plan)) is { } refusal)
        {
            log.Debug($"plan rejected: eval_id={plan.EvalID} reason=\"{refusal}\"");
            return new PlanResult { RefreshIndex = snapshot.Index };
        }
        var started = ports.Meters.Now();
        var reasons = new Dictionary<string, string>(StringComparer.Ordinal);
        var nodes = state.CaptureNodes(out var nodesIndex);
        var result = PlanCheck.Evaluate(snapshot, plan, new(nodes, nodesIndex <= snapshot.Index, underWay), reasons);
        ports.Meters.Measure("nomad.plan.evaluate", started);
        foreach (var (nodeId, reason) in reasons)
        {
            ports.Meters.Count("nomad.plan.node_rejected");
            log.Debug($"plan for node rejected: node_id={nodeId} reason=\"{reason}\" eval_id={plan.EvalID}");
        }
        if (reasons.Count > 0 && TooOften(snapshot, reasons.Keys) is { Count: > 0 } suspects)
            result = result with { IneligibleNodes = suspects };
        var outcome = result.RefreshIndex == 0 ? pending.Outcome : [];
        // A plan may have lost to one that is not applied yet: a look at the state without it would lose again.
        var rivals = result.RefreshIndex == 0 ? Task.CompletedTask : Task.WhenAll(together);
        if (IsEmpty(result) && outcome.Count == 0)
        {
            await rivals;
            return result.RefreshIndex == 0 ? result : result with { RefreshIndex = state.Index };
        }
        var command = CommandOf(snapshot, plan, result) with { Outcome = outcome };
        if (pending.FollowUps.Count > 0)
            command = command with { PreemptionEvaluations = [.. command.PreemptionEvaluations, .. Awaited(pending.FollowUps, command)] };
        underWay.Add(command);
        started = ports.Meters.Now();
        var index = await CommitAsync(command, stop);
        ports.Meters.Measure("nomad.plan.apply", started);
        await rivals;
        return result with { AllocIndex = index, RefreshIndex = result.RefreshIndex == 0 ? 0 : state.Index };
    }

    // A node that everybody knows to be gone or closed is rejected for that, not for a wrong view of it.
    private List<string> TooOften(StateSnapshot snapshot, IEnumerable<string> nodes)
    {
        var suspects = nodes.Where(id => snapshot.Node(id)?.TakesPlacements() == true && rejected.IsTooMany(id, ports.Steady)).Order(StringComparer.Ordinal).ToList();
        foreach (var id in suspects)
            log.Warn($"plans are rejected again and again, marking node as ineligible: node_id={id}");
        return suspects;
    }

    // What lost its place in the plan is planned again, with another evaluation to wait for.
    private static IEnumerable<Evaluation> Awaited(IReadOnlyList<Evaluation> followUps, ApplyPlan command)
    {
        var awaited = command.Placements.Select(placement => placement.Allocation.FollowupEvalID).Concat(command.Stops.Select(stop => stop.FollowupEvalID))
            .Where(id => id.Length > 0).ToHashSet(StringComparer.Ordinal);
        return followUps.Where(eval => awaited.Contains(eval.ID));
    }

    // Stops come first, so that what is placed in a later entry never finds the node fuller than it was checked.
    private async Task<ulong> CommitAsync(ApplyPlan whole, CancellationToken stop)
    {
        var index = 0UL;
        foreach (var part in Parts(whole))
            index = (await proposer.ProposeAsync(part, stop)).Index;
        return index;
    }

    internal static IReadOnlyList<ApplyPlan> Parts(ApplyPlan whole)
    {
        if (whole.Placements.Count <= MaxPlacements && whole.Stops.Count <= MaxStops)
            return [whole];
        var parts = new List<ApplyPlan>();
        var part = whole with { Stops = [], Placements = [], Outcome = [] };
        foreach (var stops in whole.Stops.Chunk(MaxStops))
        {
            parts.Add(part with { Stops = stops });
            part = Rest(part);
        }
        foreach (var placements in whole.Placements.Chunk(MaxPlacements))
        {
            parts.Add(part with { Placements = placements });
            part = Rest(part);
        }
        // The evaluation ends with the last of them.
        parts[^1] = parts[^1] with { Outcome = whole.Outcome };
        return parts;
    }

    private static ApplyPlan Rest(ApplyPlan part) => part with
    {
        Preemptions = [],
        Deployment = null,
        DeploymentUpdates = [],
        PreemptionEvaluations = [],
        IneligibleNodes = [],
    };

    // A deployment does not begin with a plan that lost all its nodes: the next plan begins it, or another.
    private static bool IsEmpty(PlanResult result) => result.NodeUpdate.OrEmpty().Count == 0 && result.NodeAllocation.OrEmpty().Count == 0
        && (result.Deployment is null || result.RefreshIndex != 0) && result.DeploymentUpdates.OrEmpty().Count == 0 && result.IneligibleNodes.OrEmpty().Count == 0;

    private ApplyPlan CommandOf(StateSnapshot snapshot, Plan plan, PlanResult result)
    {
        var job = plan.Job;
        var eval = snapshot.Evaluation(plan.EvalID);
        return new ApplyPlan
        {
            EvaluationID = plan.EvalID,
            Namespace = job?.Namespace ?? eval?.Namespace ?? "",
            JobID = job?.ID ?? eval?.JobID ?? "",
            JobVersion = job?.Version ?? 0,
            Stops = [.. All(result.NodeUpdate).Select(Stop)],
            Preemptions = [.. All(result.NodePreemptions).Select(alloc => new PlannedPreemption(alloc.ID, alloc.PreemptedByAllocation))],
            Placements = [.. All(result.NodeAllocation).Select(alloc =>
                new PlannedPlacement(alloc, alloc.Job?.Version ?? job?.Version ?? 0) { NodeName = NameToStore(snapshot, alloc) })],
            Deployment = result.Deployment,
            DeploymentUpdates = result.DeploymentUpdates ?? [],
            PreemptionEvaluations = PreemptionEvaluations(snapshot, result),
            IneligibleNodes = result.IneligibleNodes ?? [],
            Time = ports.NowNanoseconds,
        };
    }

    // A name that the state has anyway is not written for each of a million placements; applying the plan fills it in.
    private static string NameToStore(StateSnapshot snapshot, Allocation alloc) =>
        snapshot.Node(alloc.NodeID)?.Name == alloc.NodeName ? "" : alloc.NodeName;

    private static IEnumerable<Allocation> All(IReadOnlyDictionary<string, IReadOnlyList<Allocation>>? byNode) =>
        byNode.OrEmpty().OrderBy(node => node.Key, StringComparer.Ordinal).SelectMany(node => node.Value);

    private static PlannedStop Stop(Allocation alloc) =>
        new(alloc.ID, alloc.DesiredStatus, alloc.DesiredDescription, alloc.ClientStatus, alloc.FollowupEvalID)
        {
            AllocStates = alloc.AllocStates, RescheduleTracker = alloc.RescheduleTracker,
        };

    private List<Evaluation> PreemptionEvaluations(StateSnapshot snapshot, PlanResult result)
    {
        var evaluations = new List<Evaluation>();
        var victims = All(result.NodePreemptions).Select(victim => snapshot.Allocation(victim.ID)).OfType<Allocation>();
        foreach (var (space, id) in victims.Select(alloc => (alloc.Namespace, alloc.JobID)).Distinct())
            if (snapshot.Job(space, id) is { } job)
                evaluations.Add(NewEvaluation.For(job, EvalTriggers.Preemption, ports));
        return evaluations;
    }
}
