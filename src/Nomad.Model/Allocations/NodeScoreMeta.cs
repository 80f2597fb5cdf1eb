namespace Nomad.Model.Allocations;

/// <remarks>
/// Scores keys: binpack, job-anti-affinity, node-reschedule-penalty, node-affinity, allocation-spread, devices, preemption.
/// </remarks>
public sealed record NodeScoreMeta
{
    public string NodeID { get; init => field = value ?? ""; } = "";

    public IReadOnlyDictionary<string, double>? Scores { get; init; }

    public double NormScore { get; init; }
}
