using System.Text.Json.Serialization;

namespace Nomad.Model.Jobs;

/// <remarks>
/// Mode: host(default, empty)|bridge|none|cni/&lt;name&gt;. MBits deprecated. Stored in group Networks (max 1).
/// </remarks>
public sealed record NetworkResource
{
    public string Mode { get; init => field = value ?? ""; } = "";

    public string Device { get; init => field = value ?? ""; } = "";

    public string CIDR { get; init => field = value ?? ""; } = "";

    public string IP { get; init => field = value ?? ""; } = "";

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Hostname { get; init => field = string.IsNullOrEmpty(value) ? null : value; }

    public int MBits { get; init; }

    public DNSConfig? DNS { get; init; }

    public IReadOnlyList<Port>? ReservedPorts { get; init; }

    public IReadOnlyList<Port>? DynamicPorts { get; init; }

    public CNIConfig? CNI { get; init; }
}
