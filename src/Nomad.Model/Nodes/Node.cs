using Nomad.Model.Volumes;

namespace Nomad.Model.Nodes;

/// <summary>A machine that runs allocations, as its client registered it and the servers see it.</summary>
/// <remarks>
/// Status initializing|ready|down|disconnected. SchedulingEligibility eligible|ineligible. StatusUpdatedAt unix *seconds*.
/// Attributes/Meta flat strings (unique. prefix excluded from class hash). Events newest 10. NodePool default default.
/// </remarks>
public sealed record Node
{
    public string ID { get; init => field = value ?? ""; } = "";

    public string SecretID { get; init => field = value ?? ""; } = "";

    public string Datacenter { get; init => field = value ?? ""; } = "";

    public string Name { get; init => field = value ?? ""; } = "";

    public string CgroupParent { get; init => field = value ?? ""; } = "";

    public string HTTPAddr { get; init => field = value ?? ""; } = "";

    public bool TLSEnabled { get; init; }

    public IReadOnlyDictionary<string, string>? Attributes { get; init; }

    public NodeResources? NodeResources { get; init; }

    public NodeReservedResources? ReservedResources { get; init; }

    public IReadOnlyDictionary<string, string>? Links { get; init; }

    public IReadOnlyDictionary<string, string>? Meta { get; init; }

    public string NodeClass { get; init => field = value ?? ""; } = "";

    public string NodePool { get; init => field = value ?? ""; } = "";

    public string ComputedClass { get; init => field = value ?? ""; } = "";

    public DrainStrategy? DrainStrategy { get; init; }

    public string SchedulingEligibility { get; init => field = value ?? ""; } = "";

    public string Status { get; init => field = value ?? ""; } = "";

    public string StatusDescription { get; init => field = value ?? ""; } = "";

    public string IdentitySigningKeyID { get; init => field = value ?? ""; } = "";

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
