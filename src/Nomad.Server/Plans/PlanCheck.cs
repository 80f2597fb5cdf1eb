using Nomad.Scheduling.Feasibility;
using Nomad.Scheduling.Nodes;
using Nomad.Server.State;

namespace Nomad.Server.Plans;

/// <summary>Which part of a plan still holds against the newest state. Pure.</summary>
public static class PlanCheck
{
    /// <summary>
    /// Every node the plan touches is looked at again; those where it no longer holds are dropped and named in
    /// <see cref="PlanResult.RejectedNodes"/>, with <see cref="PlanResult.RefreshIndex"/> saying how new a view the scheduler needs.
    /// </summary>
    /// <param name="reasons">Is told why nodes were rejected, by node.</param>
    public static PlanResult Evaluate(StateSnapshot state, Plan plan, Dictionary<string, string>? reasons = null) =>
        Evaluate(state, plan, new KnownRoom(NodeTable.Empty, IsOfState: true, PlansUnderWay.None), reasons);

    /// <summary>The same when other accepted plans are not in the state yet, and a table may answer for nodes that only get new allocations.</summary>
    public static PlanResult Evaluate(StateSnapshot state, Plan plan, KnownRoom room, Dictionary<string, string>? reasons = null)
    {
        var updates = new Dictionary<string, IReadOnlyList<Allocation>>();
        var placements = new Dictionary<string, IReadOnlyList<Allocation>>();
        var preemptions = new Dictionary<string, IReadOnlyList<Allocation>>();
        var rejected = new List<string>();
        var near = NearRules.HasConditions(plan.Job) ? new NearCheck(state, plan) : null;
        foreach (var nodeId in plan.NodeUpdate.OrEmpty().Keys.Union(plan.NodeAllocation.OrEmpty().Keys).Order(StringComparer.Ordinal))
        {
            string? plainly = null;
            var holds = near is null ? HoldsPlainly(state, plan, nodeId, room, out plainly) : null;
            if (holds != true && (plainly ?? Against((state, room.UnderWay), plan, nodeId, near)) is { } reason)
            {
                rejected.Add(nodeId);
                reasons?.Add(nodeId, reason);
                if (plan.AllAtOnce)
                    return new PlanResult { RejectedNodes = rejected, RefreshIndex = state.Index };
                continue;
            }
            Copy(plan.NodeUpdate, updates, nodeId);
            Copy(plan.NodeAllocation, placements, nodeId);
            if (plan.NodePreemptions.OrEmpty().TryGetValue(nodeId, out var victims))
                preemptions[nodeId] = [.. victims.Where(victim => state.Allocation(victim.ID) is { } stored && !stored.IsTerminal())];
        }
        StopReplaced(plan, updates, placements, rejected);
        return new PlanResult
        {
            NodeUpdate = updates,
            NodeAllocation = placements,
            NodePreemptions = preemptions,
            Deployment = rejected.Count == 0 ? plan.Deployment : OnlyPlacedCanaries(plan.Deployment, placements),
            DeploymentUpdates = plan.DeploymentUpdates,
            RejectedNodes = rejected,
            RefreshIndex = rejected.Count == 0 ? 0 : state.Index,
        };
    }

    // What a committed placement replaces must end with it, also on a node that refuses new work: else both would run.
    private static void StopReplaced(
        Plan plan, Dictionary<string, IReadOnlyList<Allocation>> updates, Dictionary<string, IReadOnlyList<Allocation>> placements, List<string> rejected)
    {
        if (rejected.Count == 0)
            return;
        var replaced = placements.Values.SelectMany(each => each).Select(alloc => alloc.PreviousAllocation).Where(id => id.Length > 0).ToHashSet(StringComparer.Ordinal);
        foreach (var nodeId in rejected)
        {
            var stops = (plan.NodeUpdate.OrEmpty().GetValueOrDefault(nodeId) ?? []).Where(alloc => replaced.Contains(alloc.ID)).ToList();
            if (stops.Count > 0)
                updates[nodeId] = stops;
        }
    }

    /// <summary>Why the plan does not hold on a node; null when it does.</summary>
    private static string? Against((StateSnapshot State, PlansUnderWay UnderWay) known, Plan plan, string nodeId, NearCheck? near)
    {
        var (state, underWay) = known;
        var planned = plan.NodeAllocation.OrEmpty().GetValueOrDefault(nodeId) ?? [];
        // What ended on its client takes nothing, whatever became of its node since.
        if (planned.All(alloc => state.Allocation(alloc.ID) is { } stored && stored.IsClientTerminal() && !IsOver(stored)))
            return null;
        if (state.Node(nodeId) is not { } node)
            return "node does not exist";
        if (planned.Any(alloc => !AllocDesiredStatus.IsTerminal(alloc.DesiredStatus) && IsOver(state.Allocation(alloc.ID))))
            return "allocation was displaced meanwhile";
        if (node.Status == NodeStatus.Disconnected)
            return planned.All(alloc => alloc.ClientStatus == AllocClientStatus.Unknown) ? null : "node is disconnected and contains invalid updates";
        if (node.Status == NodeStatus.Down)
            return planned.All(MayStayOnDown) ? null : "node is not ready for placements";
        if (node.Status != NodeStatus.Ready)
            return "node is not ready for placements";
        var existing = state.AllocationsOfNode(nodeId).ToDictionary(alloc => alloc.ID);
        // What other plans place there counts, what they take away is still there until they are applied.
        foreach (var alloc in underWay.On(nodeId))
            existing[alloc.ID] = alloc;
        if (planned.All(alloc => existing.ContainsKey(alloc.ID)) && planned.All(alloc => SameResources(alloc, existing[alloc.ID])))
            return null;
        if (node.SchedulingEligibility == NodeEligibility.Ineligible && planned.Any(alloc => !existing.ContainsKey(alloc.ID)))
            return "node is not eligible";
        var after = After(plan, nodeId, planned, existing);
        return NodeFit.Check(node, after).Exhausted ?? VolumeCheck.RefusalOnNode(state, plan, node, after) ?? near?.Refusal(node);
    }

    /// <summary>
    /// Most nodes of most plans: ready, nothing leaves, everything is new, and the columns say whether there is room. Null when a closer look is needed.
    /// </summary>
    private static bool? HoldsPlainly(StateSnapshot state, Plan plan, string nodeId, KnownRoom room, out string? lacking)
    {
        lacking = null;
        if (plan.NodeUpdate.OrEmpty().ContainsKey(nodeId) || plan.NodePreemptions.OrEmpty().ContainsKey(nodeId)
            || !plan.NodeAllocation.OrEmpty().TryGetValue(nodeId, out var planned))
            return null;
        foreach (var alloc in planned.Each())
            if (state.Allocation(alloc.ID) is not null || alloc.IsClientTerminal() || (alloc.Job ?? plan.Job)?.Group(alloc.TaskGroup) is { Volumes.Count: > 0 })
                return null;
        var others = room.UnderWay.On(nodeId);
        var holds = room.Nodes.Holds(nodeId, others.Count == 0 ? planned : [.. others.Where(alloc => state.Allocation(alloc.ID) is null), .. planned], out lacking);
        // A newer table than the state has counted some of the others already.
        if (holds == true || room.IsOfState || others.Count == 0)
            return holds;
        lacking = null;
        return null;
    }

    private static bool IsOver(Allocation? stored) => stored is not null && AllocDesiredStatus.IsTerminal(stored.DesiredStatus);

    private static bool SameResources(Allocation planned, Allocation existing) =>
        planned.AllocatedResources is null || planned.AllocatedResources == existing.AllocatedResources;

    private static bool MayStayOnDown(Allocation alloc) => alloc.ClientStatus == AllocClientStatus.Lost
        || alloc.ClientStatus == AllocClientStatus.Unknown && alloc.Job?.Group(alloc.TaskGroup)?.Disconnect is { Replace: false };

    private static List<Allocation> After(
        Plan plan, string nodeId, IReadOnlyList<Allocation> planned, Dictionary<string, Allocation> existing)
    {
        var leaving = new HashSet<string>();
        foreach (var alloc in plan.NodeUpdate.OrEmpty().GetValueOrDefault(nodeId) ?? [])
            leaving.Add(alloc.ID);
        foreach (var alloc in plan.NodePreemptions.OrEmpty().GetValueOrDefault(nodeId) ?? [])
            leaving.Add(alloc.ID);
        foreach (var alloc in planned)
            leaving.Add(alloc.ID);
        return [.. existing.Values.Where(alloc => !leaving.Contains(alloc.ID) && !alloc.IsTerminal()), .. planned.Where(alloc => !alloc.IsClientTerminal())];
    }

    private static void Copy(
        IReadOnlyDictionary<string, IReadOnlyList<Allocation>>? from, Dictionary<string, IReadOnlyList<Allocation>> to, string nodeId)
    {
        if (from.OrEmpty().TryGetValue(nodeId, out var list))
            to[nodeId] = list;
    }

    private static Deployment? OnlyPlacedCanaries(Deployment? deployment, Dictionary<string, IReadOnlyList<Allocation>> placements)
    {
        if (deployment is null)
            return null;
        var placed = placements.Values.SelectMany(list => list).Select(alloc => alloc.ID).ToHashSet();
        return deployment with
        {
            TaskGroups = deployment.TaskGroups.OrEmpty().ToDictionary(group => group.Key, group => group.Value with
            {
                PlacedCanaries = group.Value.PlacedCanaries is null ? null : [.. group.Value.PlacedCanaries.Where(placed.Contains)],
            }),
        };
    }
}

/// <summary>What there is on nodes, for plans that only add to them.</summary>
/// <param name="Nodes">As new as the state that a plan is checked against, or newer.</param>
/// <param name="IsOfState">It is not newer.</param>
/// <param name="UnderWay">Accepted plans that need not be in the state yet.</param>
public sealed record KnownRoom(NodeTable Nodes, bool IsOfState, PlansUnderWay UnderWay);
