using Nomad.Server.Commands;
using Nomad.Server.State;

namespace Nomad.Server.Plans;

/// <summary>
/// What accepted plans place whose entries are not applied yet. Later plans are checked as if all of it were there; what those plans stop is not
/// counted as gone, so that a later plan holds whether or not they come to be. Belongs to the applier.
/// </summary>
public sealed class PlansUnderWay
{
    private static readonly IReadOnlyList<Allocation> Nothing = [];

    private readonly Dictionary<string, List<Allocation>> byNode = new(StringComparer.Ordinal);
    private readonly Queue<AcceptedPlan> accepted = new();

    public static PlansUnderWay None { get; } = new();

    public IReadOnlyList<Allocation> On(string nodeId) => byNode.TryGetValue(nodeId, out var list) ? list : Nothing;

    /// <summary>A plan is on its way into the log; the result is told when that is over.</summary>
    internal AcceptedPlan Add(ApplyPlan plan)
    {
        var own = new AcceptedPlan(plan.Placements);
        accepted.Enqueue(own);
        foreach (var placement in plan.Placements)
        {
            if (!byNode.TryGetValue(placement.Allocation.NodeID, out var list))
                byNode[placement.Allocation.NodeID] = list = [];
            list.Add(placement.Allocation);
        }
        return own;
    }

    /// <summary>
    /// Lets go of what the state has, or what will never come. Plans are applied in the order in which they were accepted, and the state has one a
    /// while before its proposer hears of it.
    /// </summary>
    internal void Settle(StateSnapshot state)
    {
        while (accepted.TryPeek(out var plan) && (plan.IsOver || plan.IsIn(state)))
        {
            accepted.Dequeue();
            foreach (var placement in plan.Placements)
                Remove(placement.Allocation);
        }
    }

    internal void Clear()
    {
        accepted.Clear();
        byNode.Clear();
    }

    private void Remove(Allocation placed)
    {
        var list = byNode[placed.NodeID];
        list.RemoveAt(list.FindIndex(other => ReferenceEquals(other, placed)));
        if (list.Count == 0)
            byNode.Remove(placed.NodeID);
    }
}
