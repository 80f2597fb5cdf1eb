using System.Text.Json;

namespace Nomad.Model.Services;

/// <remarks>
/// DestinationType "" | service | prepared_query.
/// </remarks>
public sealed record ConsulUpstream
{
    public string DestinationName { get; init; } = "";

    public string DestinationNamespace { get; init; } = "";

    public string DestinationPartition { get; init; } = "";

    public string DestinationPeer { get; init; } = "";

    public string DestinationType { get; init; } = "";

    public int LocalBindPort { get; init; }

    public string Datacenter { get; init; } = "";

    public string LocalBindAddress { get; init; } = "";

    public string LocalBindSocketPath { get; init; } = "";

    public string LocalBindSocketMode { get; init; } = "";

    public ConsulMeshGateway MeshGateway { get; init; } = new();

    public IReadOnlyDictionary<string, JsonElement>? Config { get; init; }
}
