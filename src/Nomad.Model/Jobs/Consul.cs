namespace Nomad.Model.Jobs;

/// <remarks>
/// Cluster default.
/// </remarks>
public sealed record Consul
{
    public string Namespace { get; init; } = "";

    public string Cluster { get; init; } = "";

    public string Partition { get; init; } = "";
}
