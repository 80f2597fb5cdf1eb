using Nomad.Model.Allocations;
using Nomad.Model.Jobs;

namespace Nomad.Model.Volumes;

/// <remarks>
/// Secrets returned as [REDACTED].
/// </remarks>
public sealed record CSIVolume
{
    public string ID { get; init; } = "";

    public string Name { get; init; } = "";

    public string ExternalID { get; init; } = "";

    public string Namespace { get; init; } = "";

    public CSITopologyRequest? RequestedTopologies { get; init; }

    public IReadOnlyList<CSITopology>? Topologies { get; init; }

    public string AccessMode { get; init; } = "";

    public string AttachmentMode { get; init; } = "";

    public CSIMountOptions? MountOptions { get; init; }

    public IReadOnlyDictionary<string, string>? Secrets { get; init; }

    public IReadOnlyDictionary<string, string>? Parameters { get; init; }

    public IReadOnlyDictionary<string, string>? Context { get; init; }

    public long Capacity { get; init; }

    public long RequestedCapacityMin { get; init; }

    public long RequestedCapacityMax { get; init; }

    public IReadOnlyList<CSIVolumeCapability>? RequestedCapabilities { get; init; }

    public string CloneID { get; init; } = "";

    public string SnapshotID { get; init; } = "";

    public IReadOnlyDictionary<string, Allocation>? ReadAllocs { get; init; }

    public IReadOnlyDictionary<string, Allocation>? WriteAllocs { get; init; }

    public bool Schedulable { get; init; }

    public string PluginID { get; init; } = "";

    public string Provider { get; init; } = "";

    public string ProviderVersion { get; init; } = "";

    public bool ControllerRequired { get; init; }

    public int ControllersHealthy { get; init; }

    public int ControllersExpected { get; init; }

    public int NodesHealthy { get; init; }

    public int NodesExpected { get; init; }

    public DateTimeOffset ResourceExhausted { get; init; }

    public ulong CreateIndex { get; init; }

    public ulong ModifyIndex { get; init; }

    public long CreateTime { get; init; }

    public long ModifyTime { get; init; }
}
