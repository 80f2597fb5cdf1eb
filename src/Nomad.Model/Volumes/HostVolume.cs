using System.Text.Json.Serialization;
using Nomad.Model.Allocations;
using Nomad.Model.Jobs;

namespace Nomad.Model.Volumes;

/// <remarks>
/// PluginID default mkdir; State pending|ready|unavailable; Parameters plugin-specific (mkdir: mode, uid, gid).
/// </remarks>
public sealed record HostVolume
{
    public string Namespace { get; init; } = "";

    public string ID { get; init; } = "";

    public string Name { get; init; } = "";

    public string PluginID { get; init; } = "";

    public string NodePool { get; init; } = "";

    public string NodeID { get; init; } = "";

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Constraint>? Constraints { get; init; }

    public long RequestedCapacityMinBytes { get; init; }

    public long RequestedCapacityMaxBytes { get; init; }

    public long CapacityBytes { get; init; }

    public IReadOnlyList<HostVolumeCapability>? RequestedCapabilities { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Parameters { get; init; }

    public string HostPath { get; init; } = "";

    public string State { get; init; } = "";

    public ulong CreateIndex { get; init; }

    public long CreateTime { get; init; }

    public ulong ModifyIndex { get; init; }

    public long ModifyTime { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<AllocListStub>? Allocations { get; init; }
}
