using System.Collections.Concurrent;
using Nomad.Server.Commands;

namespace Nomad.Server.Plans;

/// <summary>
/// What accepted plans place whose entries are not applied yet. Later plans are checked as if all of it were there; what those plans stop is not
/// counted as gone, so that a later plan holds whether or not they come to be. Belongs to the applier, but for <see cref="End"/>.
/// </summary>
public sealed class PlansUnderWay
{
    private static readonly IReadOnlyList<Allocation> Nothing = [];

    private readonly Dictionary<string, List<Allocation>> byNode = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<ApplyPlan> ended = new();

    public static PlansUnderWay None { get; } = new();

    public IReadOnlyList<Allocation> On(string nodeId) => byNode.TryGetValue(nodeId, out var list) ? list : Nothing;

    internal void Add(ApplyPlan accepted)
    {
        foreach (var placement in accepted.Placements)
        {
            if (!byNode.TryGetValue(placement.Allocation.NodeID, out var list))
                byNode[placement.Allocation.NodeID] = list = [];
            list.Add(placement.Allocation);
        }
    }

    /// <summary>The plan is applied, or never will be. Any thread.</summary>
    internal void End(ApplyPlan accepted) => ended.Enqueue(accepted);

    /// <summary>Lets go of what has ended. The state that a plan is checked against must be taken after this, so that it has what was applied.</summary>
    internal void Settle()
    {
        while (ended.TryDequeue(out var accepted))
            foreach (var placement in accepted.Placements)
                Remove(placement.Allocation);
    }

    internal void Clear()
    {
        ended.Clear();
        byNode.Clear();
    }

    private void Remove(Allocation placed)
    {
        if (!byNode.TryGetValue(placed.NodeID, out var list))
            return;
        list.RemoveAt(list.FindIndex(other => ReferenceEquals(other, placed)));
        if (list.Count == 0)
            byNode.Remove(placed.NodeID);
    }
}
