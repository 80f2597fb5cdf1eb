namespace Nomad.Model.Volumes;

public sealed record CSITopologyRequest
{
    public IReadOnlyList<CSITopology>? Required { get; init; }

    public IReadOnlyList<CSITopology>? Preferred { get; init; }
}
