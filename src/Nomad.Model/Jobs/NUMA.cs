namespace Nomad.Model.Jobs;

/// <remarks>
/// Affinity none|prefer|require (default none). Enterprise feature to schedule.
/// </remarks>
public sealed record NUMA
{
    public string Affinity { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<string>? Devices { get; init; }
}
