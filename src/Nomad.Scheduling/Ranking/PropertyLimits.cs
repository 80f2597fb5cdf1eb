using Nomad.Scheduling.Feasibility;
using Nomad.Scheduling.Nodes;

namespace Nomad.Scheduling.Ranking;

/// <summary>Counts the allocations that share a value under <c>distinct_property</c>.</summary>
internal sealed class PropertyLimits
{
    private readonly List<(DistinctProperty Property, Dictionary<string, int> Counts)> limits = [];
    private readonly string group;

    public PropertyLimits(GroupRequirements requirements, NodeRows rows, JobUse use, string group)
    {
        this.group = group;
        foreach (var property in requirements.DistinctProperties)
        {
            var counts = new Dictionary<string, int>(StringComparer.Ordinal);
            var used = property.OfJob ? use.All : use.Of(group);
            foreach (var (row, count) in used)
                if (count > 0 && rows.Nodes[row] is { } node && NodeTargets.Resolve(property.Target, node) is { } value)
                    counts[value] = counts.GetValueOrDefault(value) + count;
            limits.Add((property, counts));
        }
    }

    public bool IsEmpty => limits.Count == 0;

    public string? Refuse(Node node)
    {
        foreach (var (property, counts) in limits)
        {
            if (NodeTargets.Resolve(property.Target, node) is not { } value)
                return $"missing property \"{property.Target}\"";
            if (counts.GetValueOrDefault(value) is var used && used >= property.Limit)
                return $"distinct_property: {property.Target}={value} used by {used} allocs";
        }
        return null;
    }

    /// <summary>Whether any count changed, and with it the answer for every node of that value.</summary>
    public bool Change(Node? node, string changedGroup, int delta)
    {
        var changed = false;
        foreach (var (property, counts) in limits)
        {
            if (node is null || (!property.OfJob && changedGroup != group) || NodeTargets.Resolve(property.Target, node) is not { } value)
                continue;
            counts[value] = counts.GetValueOrDefault(value) + delta;
            changed = true;
        }
        return changed;
    }
}
