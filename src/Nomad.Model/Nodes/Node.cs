using Nomad.Model.Volumes;

namespace Nomad.Model.Nodes;

/// <remarks>
/// Status initializing|ready|down|disconnected. SchedulingEligibility eligible|ineligible. StatusUpdatedAt unix *seconds*.
/// Attributes/Meta flat strings (unique. prefix excluded from class hash). Events newest 10. NodePool default default.
/// </remarks>
public sealed record Node
{
    public string ID { get; init; } = "";

    public string SecretID { get; init; } = "";

    public string Datacenter { get; init; } = "";

    public string Name { get; init; } = "";

    public string CgroupParent { get; init; } = "";

    public string HTTPAddr { get; init; } = "";

    public bool TLSEnabled { get; init; }

    public IReadOnlyDictionary<string, string>? Attributes { get; init; }

    public NodeResources? NodeResources { get; init; }

    public NodeReservedResources? ReservedResources { get; init; }

    public IReadOnlyDictionary<string, string>? Links { get; init; }

    public IReadOnlyDictionary<string, string>? Meta { get; init; }

    public string NodeClass { get; init; } = "";

    public string NodePool { get; init; } = "";

    public string ComputedClass { get; init; } = "";

    public DrainStrategy? DrainStrategy { get; init; }

    public string SchedulingEligibility { get; init; } = "";

    public string Status { get; init; } = "";

    public string StatusDescription { get; init; } = "";

    public string IdentitySigningKeyID { get; init; } = "";

    public long StatusUpdatedAt { get; init; }

    public IReadOnlyList<NodeEvent>? Events { get; init; }

    public IReadOnlyDictionary<string, DriverInfo>? Drivers { get; init; }

    public IReadOnlyDictionary<string, CSIInfo>? CSIControllerPlugins { get; init; }

    public IReadOnlyDictionary<string, CSIInfo>? CSINodePlugins { get; init; }

    public IReadOnlyDictionary<string, ClientHostVolumeConfig>? HostVolumes { get; init; }

    public bool GCVolumesOnNodeGC { get; init; }

    public IReadOnlyDictionary<string, ClientHostNetworkConfig>? HostNetworks { get; init; }

    public DrainMetadata? LastDrain { get; init; }

    public int NodeMaxAllocs { get; init; }

    public ulong LastMissedHeartbeatIndex { get; init; }

    public ulong LastAllocUpdateIndex { get; init; }

    public ulong CreateIndex { get; init; }

    public ulong ModifyIndex { get; init; }
}
