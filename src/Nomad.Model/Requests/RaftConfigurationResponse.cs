using Nomad.Model.Cluster;

namespace Nomad.Model.Requests;

public sealed record RaftConfigurationResponse
{
    public IReadOnlyList<RaftServer>? Servers { get; init; }

    public ulong Index { get; init; }
}
