using System.Text.Json;

namespace Nomad.Model.Services;

/// <remarks>
/// DestinationType "" | service | prepared_query.
/// </remarks>
public sealed record ConsulUpstream
{
    public string DestinationName { get; init => field = value ?? ""; } = "";

    public string DestinationNamespace { get; init => field = value ?? ""; } = "";

    public string DestinationPartition { get; init => field = value ?? ""; } = "";

    public string DestinationPeer { get; init => field = value ?? ""; } = "";

    public string DestinationType { get; init => field = value ?? ""; } = "";

    public int LocalBindPort { get; init; }

    public string Datacenter { get; init => field = value ?? ""; } = "";

    public string LocalBindAddress { get; init => field = value ?? ""; } = "";

    public string LocalBindSocketPath { get; init => field = value ?? ""; } = "";

    public string LocalBindSocketMode { get; init => field = value ?? ""; } = "";

    public ConsulMeshGateway MeshGateway { get; init => field = value ?? new(); } = new();

    public IReadOnlyDictionary<string, JsonElement>? Config { get; init; }
}
