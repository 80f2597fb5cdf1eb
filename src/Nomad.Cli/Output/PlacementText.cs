using Nomad.Model;
using Nomad.Model.Allocations;

namespace Nomad.Cli.Output;

/// <summary>Why a group found no place, as bullet lines (spec cli §2, "Placement metrics lines").</summary>
public static class PlacementText
{
    public static IEnumerable<string> Lines(AllocMetric metric, string prefix)
    {
        if (metric.NodesEvaluated == 0)
            yield return prefix + "* No nodes were eligible for evaluation";
        foreach (var (datacenter, count) in metric.NodesAvailable.OrEmpty().OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (count == 0)
                yield return $"{prefix}* No nodes are available in datacenter \"{datacenter}\"";
        }
        foreach (var (name, count) in metric.ClassFiltered.OrEmpty().OrderBy(pair => pair.Key, StringComparer.Ordinal))
            yield return $"{prefix}* Class \"{name}\": {count} nodes excluded by filter";
        foreach (var (constraint, count) in metric.ConstraintFiltered.OrEmpty().OrderBy(pair => pair.Key, StringComparer.Ordinal))
            yield return $"{prefix}* Constraint \"{constraint}\": {count} nodes excluded by filter";
        if (metric.NodesExhausted > 0)
            yield return $"{prefix}* Resources exhausted on {metric.NodesExhausted} nodes";
        foreach (var (name, count) in metric.ClassExhausted.OrEmpty().OrderBy(pair => pair.Key, StringComparer.Ordinal))
            yield return $"{prefix}* Class \"{name}\" exhausted on {count} nodes";
        foreach (var (dimension, count) in metric.DimensionExhausted.OrEmpty().OrderBy(pair => pair.Key, StringComparer.Ordinal))
            yield return $"{prefix}* Dimension \"{dimension}\" exhausted on {count} nodes";
        foreach (var dimension in metric.QuotaExhausted.OrEmpty())
            yield return $"{prefix}* Quota limit hit \"{dimension}\"";
    }

    /// <summary><c>Task Group "web" (failed to place 2 allocations):</c></summary>
    public static string Header(string group, AllocMetric metric)
    {
        var count = metric.CoalescedFailures + 1;
        return $"Task Group \"{group}\" (failed to place {count} allocation{(count == 1 ? "" : "s")}):";
    }
}
