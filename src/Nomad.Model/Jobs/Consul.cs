namespace Nomad.Model.Jobs;

/// <remarks>
/// Cluster default.
/// </remarks>
public sealed record Consul
{
    public string Namespace { get; init => field = value ?? ""; } = "";

    public string Cluster { get; init => field = value ?? ""; } = "";

    public string Partition { get; init => field = value ?? ""; } = "";
}
