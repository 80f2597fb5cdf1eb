namespace Nomad.Model.Jobs;

/// <remarks>
/// Affinity none|prefer|require (default none): how much a task insists that its whole cores, and those of its devices that are named here, are of one
/// memory node.
/// </remarks>
public sealed record NUMA
{
    public string Affinity { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<string>? Devices { get; init; }
}
