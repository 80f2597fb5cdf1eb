using System.Text.Json.Serialization;
using Nomad.Model.Allocations;
using Nomad.Model.Jobs;

namespace Nomad.Model.Volumes;

/// <remarks>
/// Secrets returned as [REDACTED].
/// </remarks>
public sealed record CSIVolume
{
    public string ID { get; init => field = value ?? ""; } = "";

    public string Name { get; init => field = value ?? ""; } = "";

    public string ExternalID { get; init => field = value ?? ""; } = "";

    public string Namespace { get; init => field = value ?? ""; } = "";

    public CSITopologyRequest? RequestedTopologies { get; init; }

    public IReadOnlyList<CSITopology>? Topologies { get; init; }

    public string AccessMode { get; init => field = value ?? ""; } = "";

    public string AttachmentMode { get; init => field = value ?? ""; } = "";

    public CSIMountOptions? MountOptions { get; init; }

    public IReadOnlyDictionary<string, string>? Secrets { get; init; }

    public IReadOnlyDictionary<string, string>? Parameters { get; init; }

    public IReadOnlyDictionary<string, string>? Context { get; init; }

    public long Capacity { get; init; }

    public long RequestedCapacityMin { get; init; }

    public long RequestedCapacityMax { get; init; }

    public IReadOnlyList<CSIVolumeCapability>? RequestedCapabilities { get; init; }

    public string CloneID { get; init => field = value ?? ""; } = "";

    public string SnapshotID { get; init => field = value ?? ""; } = "";

    public IReadOnlyDictionary<string, Allocation>? ReadAllocs { get; init; }

    public IReadOnlyDictionary<string, Allocation>? WriteAllocs { get; init; }

    public bool Schedulable { get; init; }

    public string PluginID { get; init => field = value ?? ""; } = "";

    public string Provider { get; init => field = value ?? ""; } = "";

    public string ProviderVersion { get; init => field = value ?? ""; } = "";

    public bool ControllerRequired { get; init; }

    public int ControllersHealthy { get; init; }

    public int ControllersExpected { get; init; }

    public int NodesHealthy { get; init; }

    public int NodesExpected { get; init; }

    public DateTimeOffset ResourceExhausted { get; init; }

    public ulong CreateIndex { get; init; }

    public ulong ModifyIndex { get; init; }

    /// <summary>Of those that use it; only in answers about one volume.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<AllocListStub>? Allocations { get; init; }

    public long CreateTime { get; init; }

    public long ModifyTime { get; init; }
}
