using System.Text.Json.Serialization;
using Nomad.Model.Allocations;
using Nomad.Model.Jobs;

namespace Nomad.Model.Volumes;

/// <remarks>
/// PluginID default mkdir; State pending|ready|unavailable; Parameters plugin-specific (mkdir: mode, uid, gid).
/// </remarks>
public sealed record HostVolume
{
    public string Namespace { get; init => field = value ?? ""; } = "";

    public string ID { get; init => field = value ?? ""; } = "";

    public string Name { get; init => field = value ?? ""; } = "";

    public string PluginID { get; init => field = value ?? ""; } = "";

    public string NodePool { get; init => field = value ?? ""; } = "";

    public string NodeID { get; init => field = value ?? ""; } = "";

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Constraint>? Constraints { get; init => field = value is { Count: 0 } ? null : value; }

    public long RequestedCapacityMinBytes { get; init; }

    public long RequestedCapacityMaxBytes { get; init; }

    public long CapacityBytes { get; init; }

    public IReadOnlyList<HostVolumeCapability>? RequestedCapabilities { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Parameters { get; init => field = value is { Count: 0 } ? null : value; }

    public string HostPath { get; init => field = value ?? ""; } = "";

    public string State { get; init => field = value ?? ""; } = "";

    public ulong CreateIndex { get; init; }

    public long CreateTime { get; init; }

    public ulong ModifyIndex { get; init; }

    public long ModifyTime { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<AllocListStub>? Allocations { get; init => field = value is { Count: 0 } ? null : value; }
}
