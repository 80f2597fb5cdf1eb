using Nomad.Server.Commands;

namespace Nomad.Server.Plans;

/// <summary>
/// What accepted plans place whose entries are not applied yet. Later plans are checked as if all of it were there; what those plans stop is not
/// counted as gone, so that a later plan holds whether or not they come to be. Belongs to the applier.
/// </summary>
public sealed class PlansUnderWay
{
    private static readonly IReadOnlyList<Allocation> Nothing = [];

    private readonly Dictionary<string, List<Allocation>> byNode = new(StringComparer.Ordinal);

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

    internal void Clear() => byNode.Clear();
}
