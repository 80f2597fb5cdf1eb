using System.Text.Json.Serialization;

namespace Nomad.Model.Jobs;

/// <remarks>
/// Mode: host(default, empty)|bridge|none|cni/&lt;name&gt;. MBits deprecated. Stored in group Networks (max 1).
/// </remarks>
public sealed record NetworkResource
{
    public string Mode { get; init; } = "";

    public string Device { get; init; } = "";

    public string CIDR { get; init; } = "";

    public string IP { get; init; } = "";

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Hostname { get; init; }

    public int MBits { get; init; }

    public DNSConfig? DNS { get; init; }

    public IReadOnlyList<Port>? ReservedPorts { get; init; }

    public IReadOnlyList<Port>? DynamicPorts { get; init; }

    public CNIConfig? CNI { get; init; }
}
