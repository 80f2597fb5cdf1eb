using Nomad.Model.Jobs;

namespace Nomad.Model.Allocations;

/// <summary>What the scheduler saw while it placed, or could not place, an allocation.</summary>
/// <remarks>
/// Scores deprecated; ScoreMetaData top 5 by NormScore. DimensionExhausted keys: cpu, cores, memory, disk, network: &lt;reason&gt;
/// (reserved port collision l=n; no addresses available for x network; dynamic port selection failed; bandwidth exceeded), devices:
/// &lt;reason&gt;, max allocation exceeded.
/// </remarks>
public sealed record AllocMetric
{
    public int NodesEvaluated { get; init; }

    public int NodesFiltered { get; init; }

    public int NodesInPool { get; init; }

    public string NodePool { get; init => field = value ?? ""; } = "";

    public IReadOnlyDictionary<string, int>? NodesAvailable { get; init; }

    public IReadOnlyDictionary<string, int>? ClassFiltered { get; init; }

    public IReadOnlyDictionary<string, int>? ConstraintFiltered { get; init; }

    public int NodesExhausted { get; init; }

    public IReadOnlyDictionary<string, int>? ClassExhausted { get; init; }

    public IReadOnlyDictionary<string, int>? DimensionExhausted { get; init; }

    public IReadOnlyList<string>? QuotaExhausted { get; init; }

    public IReadOnlyDictionary<string, Resources>? ResourcesExhausted { get; init; }

    public IReadOnlyDictionary<string, double>? Scores { get; init; }

    public IReadOnlyList<NodeScoreMeta>? ScoreMetaData { get; init; }

    public Duration AllocationTime { get; init; }

    public int CoalescedFailures { get; init; }
}
