using Nomad.Client.Fingerprinting.Clouds;
using Nomad.Client.Fingerprinting.Integrations;
using Nomad.Client.GarbageCollection;
using Nomad.Model.Nodes;

namespace Nomad.Client;

/// <summary>What an operator decides about one client. Sizes and ports that are 0 mean "as the machine says".</summary>
public sealed record ClientOptions
{
    /// <summary>Folder of the client's own state; `data_dir/client` unless configured.</summary>
    public required string StateDir { get; init; }

    /// <summary>Folder below which every allocation has its own; `data_dir/alloc` unless configured.</summary>
    public required string AllocDir { get; init; }

    public string Region { get; init; } = "global";

    public string Datacenter { get; init; } = "dc1";

    /// <summary>Name of the node; the host name unless configured.</summary>
    public string NodeName { get; init; } = Environment.MachineName;

    public string NodeClass { get; init; } = "";

    public string NodePool { get; init; } = "default";

    public IReadOnlyDictionary<string, string> Meta { get; init; } = new Dictionary<string, string>();

    /// <summary>The free-form `options` of the client block.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary>Address under which the HTTP API of this agent is advertised, `host:port`.</summary>
    public string HttpAddress { get; init; } = "";

    public bool TlsEnabled { get; init; }

    public string Version { get; init; } = "2.0.0";

    public string Revision { get; init; } = "";

    /// <summary>Nothing is kept: ids are new at every start and stopping the agent ends its tasks.</summary>
    public bool DevMode { get; init; }

    public bool ServiceDiscovery { get; init; } = true;

    /// <summary>Derive the node's id from the machine's own id instead of drawing one.</summary>
    public bool UseHostUuid { get; init; }

    public string NetworkInterface { get; init; } = "";

    /// <summary>Mbit/s.</summary>
    public int NetworkSpeed { get; init; }

    public string PreferredAddressFamily { get; init; } = "";

    public IReadOnlyList<ClientHostNetworkConfig> HostNetworks { get; init; } = [];

    public IReadOnlyList<ClientHostVolumeConfig> HostVolumes { get; init; } = [];

    public bool BridgeNetworking { get; init; }

    public string BridgeNetworkName { get; init; } = "nomad";

    public bool BridgeHairpinMode { get; init; }

    /// <summary>MHz of the whole machine.</summary>
    public long CpuTotalCompute { get; init; }

    public long MemoryTotalMegabytes { get; init; }

    /// <summary>The whole of the file system that holds allocations.</summary>
    public long DiskTotalMegabytes { get; init; }

    /// <summary>What of it allocations may have.</summary>
    public long DiskFreeMegabytes { get; init; }

    /// <summary>Cores jobs may reserve, `0-3,7`; empty = all.</summary>
    public string ReservableCores { get; init; } = "";

    /// <summary>MHz kept for the machine itself.</summary>
    public long ReservedCpu { get; init; }

    public string ReservedCores { get; init; } = "";

    public long ReservedMemoryMegabytes { get; init; }

    public long ReservedDiskMegabytes { get; init; }

    public string ReservedPorts { get; init; } = "";

    public int MinDynamicPort { get; init; } = 20_000;

    public int MaxDynamicPort { get; init; } = 32_000;

    public int MaxAllocs { get; init; }

    /// <summary>A node that the servers do not know yet takes no work until an operator makes it eligible.</summary>
    public bool DefaultIneligible { get; init; }

    /// <summary>No task may ask for longer than this between its kill signal and the end.</summary>
    public TimeSpan MaxKillTimeout { get; init; } = TimeSpan.FromSeconds(30);

    public string CgroupParent { get; init; } = "";

    public GarbageLimits Garbage { get; init; } = new();

    public CloudMetadataAddresses CloudMetadata { get; init; } = CloudMetadataAddresses.None;

    /// <summary>By the name of a cloud's fingerprint (`env_aws`, …); a cloud without an entry is asked once.</summary>
    public IReadOnlyDictionary<string, CloudPatience> CloudPatience { get; init; } = new Dictionary<string, CloudPatience>();

    /// <summary>The Consul clusters to look for.</summary>
    public IReadOnlyList<IntegrationAccess> Consul { get; init; } = [];

    /// <summary>The Vault clusters to look for.</summary>
    public IReadOnlyList<IntegrationAccess> Vault { get; init; } = [];

    /// <summary>Refuse `alloc exec` on this node.</summary>
    public bool DisableRemoteExec { get; init; }
}
