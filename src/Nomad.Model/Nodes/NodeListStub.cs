using System.Text.Json.Serialization;

namespace Nomad.Model.Nodes;

/// <remarks>
/// Attributes only with os=true (os.* keys); NodeResources/ReservedResources with resources=true. Version = attr nomad.version;
/// Address host part of HTTPAddr.
/// </remarks>
public sealed record NodeListStub
{
    public string Address { get; init; } = "";

    public string ID { get; init; } = "";

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Attributes { get; init; }

    public string Datacenter { get; init; } = "";

    public string Name { get; init; } = "";

    public string NodePool { get; init; } = "";

    public string NodeClass { get; init; } = "";

    public string Version { get; init; } = "";

    public bool Drain { get; init; }

    public string SchedulingEligibility { get; init; } = "";

    public string Status { get; init; } = "";

    public string StatusDescription { get; init; } = "";

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
