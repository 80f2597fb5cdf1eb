using System.Text.Json.Serialization;

namespace Nomad.Model.Nodes;

/// <remarks>
/// Attributes only with os=true (os.* keys); NodeResources/ReservedResources with resources=true. Version = attr nomad.version;
/// Address host part of HTTPAddr.
/// </remarks>
public sealed record NodeListStub
{
    public string Address { get; init => field = value ?? ""; } = "";

    public string ID { get; init => field = value ?? ""; } = "";

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Attributes { get; init => field = value is { Count: 0 } ? null : value; }

    public string Datacenter { get; init => field = value ?? ""; } = "";

    public string Name { get; init => field = value ?? ""; } = "";

    public string NodePool { get; init => field = value ?? ""; } = "";

    public string NodeClass { get; init => field = value ?? ""; } = "";

    public string Version { get; init => field = value ?? ""; } = "";

    public bool Drain { get; init; }

    public string SchedulingEligibility { get; init => field = value ?? ""; } = "";

    public string Status { get; init => field = value ?? ""; } = "";

    public string StatusDescription { get; init => field = value ?? ""; } = "";

    public IReadOnlyDictionary<string, DriverInfo>? Drivers { get; init; }

    public IReadOnlyDictionary<string, ClientHostVolumeConfig>? HostVolumes { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public NodeResources? NodeResources { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public NodeReservedResources? ReservedResources { get; init; }

    public DrainMetadata? LastDrain { get; init; }

    public ulong CreateIndex { get; init; }

    public ulong ModifyIndex { get; init; }
}
