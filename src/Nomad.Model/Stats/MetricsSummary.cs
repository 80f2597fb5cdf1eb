namespace Nomad.Model.Stats;

/// <remarks>
/// AggregateSample: Count,Rate,Sum,Min,Max. Timestamp YYYY-MM-DD HH:MM:SS +0000 UTC. DisplayLabels key Labels.
/// </remarks>
public sealed record MetricsSummary
{
    public string Timestamp { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<GaugeValue>? Gauges { get; init; }

    public IReadOnlyList<PointValue>? Points { get; init; }

    public IReadOnlyList<SampledValue>? Counters { get; init; }

    public IReadOnlyList<SampledValue>? Samples { get; init; }
}
