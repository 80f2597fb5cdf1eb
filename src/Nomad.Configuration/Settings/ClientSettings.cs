namespace Nomad.Configuration.Settings;

/// <summary>The agent configuration block <c>client</c>.</summary>
public sealed record ClientSettings
{
    /// <summary><c>client.enabled</c>, default false.</summary>
    public bool Enabled { get; init; }

    /// <summary><c>client.state_dir</c>, default data_dir/client.</summary>
    public string StateDir { get; init; } = "";

    /// <summary><c>client.alloc_dir</c>, default data_dir/alloc.</summary>
    public string AllocDir { get; init; } = "";

    /// <summary><c>client.alloc_mounts_dir</c>, default data_dir/../alloc_mounts.</summary>
    public string AllocMountsDir { get; init; } = "";

    /// <summary><c>client.host_volumes_dir</c>, default data_dir/host_volumes.</summary>
    public string HostVolumesDir { get; init; } = "";

    /// <summary><c>client.host_volume_plugin_dir</c>, default data_dir/host_volume_plugins.</summary>
    public string HostVolumePluginDir { get; init; } = "";

    /// <summary><c>client.common_plugin_dir</c>, default data_dir/common_plugins.</summary>
    public string CommonPluginDir { get; init; } = "";

    /// <summary><c>client.servers</c>.</summary>
    public IReadOnlyList<string> Servers { get; init; } = [];

    /// <summary><c>client.node_class</c>.</summary>
    public string NodeClass { get; init; } = "";

    /// <summary><c>client.node_pool</c>, default default.</summary>
    public string NodePool { get; init; } = "default";

    /// <summary><c>client.options</c>.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary><c>client.meta</c>.</summary>
    public IReadOnlyDictionary<string, string> Meta { get; init; } = new Dictionary<string, string>();

    /// <summary><c>client.chroot_env</c>.</summary>
    public IReadOnlyDictionary<string, string> ChrootEnv { get; init; } = new Dictionary<string, string>();

    /// <summary><c>client.network_interface</c>, default interface of default route.</summary>
    public string NetworkInterface { get; init; } = "";

    /// <summary><c>client.preferred_address_family</c>.</summary>
    public string PreferredAddressFamily { get; init; } = "";

    /// <summary><c>client.network_speed</c>, default 0.</summary>
    public int NetworkSpeed { get; init; }

    /// <summary><c>client.cpu_disable_dmidecode</c>, default false.</summary>
    public bool CpuDisableDmidecode { get; init; }

    /// <summary><c>client.cpu_total_compute</c>, default detected.</summary>
    public int CpuCompute { get; init; }

    /// <summary><c>client.memory_total_mb</c>, default detected.</summary>
    public int MemoryMB { get; init; }

    /// <summary><c>client.disk_total_mb</c>, default detected.</summary>
    public int DiskTotalMB { get; init; }

    /// <summary><c>client.disk_free_mb</c>, default detected.</summary>
    public int DiskFreeMB { get; init; }

    /// <summary><c>client.reservable_cores</c>, default all.</summary>
    public string ReserveableCores { get; init; } = "";

    /// <summary><c>client.max_kill_timeout</c>, default 30s.</summary>
    public TimeSpan MaxKillTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary><c>client.client_max_port</c>, default 14512.</summary>
    public int ClientMaxPort { get; init; } = 14512;

    /// <summary><c>client.client_min_port</c>, default 14000.</summary>
    public int ClientMinPort { get; init; } = 14000;

    /// <summary><c>client.max_dynamic_port</c>, default 32000.</summary>
    public int MaxDynamicPort { get; init; } = 32000;

    /// <summary><c>client.min_dynamic_port</c>, default 20000.</summary>
    public int MinDynamicPort { get; init; } = 20000;

    /// <summary><c>client.gc_interval</c>, default 1m.</summary>
    public TimeSpan GCInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary><c>client.gc_parallel_destroys</c>, default 2.</summary>
    public int GCParallelDestroys { get; init; } = 2;

    /// <summary><c>client.gc_disk_usage_threshold</c>, default 80.</summary>
    public double GCDiskUsageThreshold { get; init; } = 80;

    /// <summary><c>client.gc_inode_usage_threshold</c>, default 70.</summary>
    public double GCInodeUsageThreshold { get; init; } = 70;

    /// <summary><c>client.gc_max_allocs</c>, default 50.</summary>
    public int GCMaxAllocs { get; init; } = 50;

    /// <summary><c>client.gc_volumes_on_node_gc</c>, default false.</summary>
    public bool GCVolumesOnNodeGC { get; init; }

    /// <summary><c>client.no_host_uuid</c>, default true.</summary>
    public bool NoHostUUID { get; init; } = true;

    /// <summary><c>client.disable_remote_exec</c>, default false.</summary>
    public bool DisableRemoteExec { get; init; }

    /// <summary><c>client.cni_path</c>, default /opt/cni/bin:/usr/libexec/cni.</summary>
    public string CNIPath { get; init; } = "/opt/cni/bin:/usr/libexec/cni";

    /// <summary><c>client.cni_config_dir</c>, default /opt/cni/config.</summary>
    public string CNIConfigDir { get; init; } = "/opt/cni/config";

    /// <summary><c>client.bridge_network_name</c>, default nomad.</summary>
    public string BridgeNetworkName { get; init; } = "nomad";

    /// <summary><c>client.bridge_network_subnet</c>, default 172.26.64.0/20.</summary>
    public string BridgeNetworkSubnet { get; init; } = "172.26.64.0/20";

    /// <summary><c>client.bridge_network_subnet_ipv6</c>.</summary>
    public string BridgeNetworkSubnetIpv6 { get; init; } = "";

    /// <summary><c>client.bridge_network_hairpin_mode</c>, default false.</summary>
    public bool BridgeNetworkHairpinMode { get; init; }

    /// <summary><c>client.bind_wildcard_default_host_network</c>, default true.</summary>
    public bool BindWildcardDefaultHostNetwork { get; init; } = true;

    /// <summary><c>client.cgroup_parent</c>, default nomad.slice.</summary>
    public string CgroupParent { get; init; } = "nomad.slice";

    /// <summary><c>client.nomad_service_discovery</c>, default true.</summary>
    public bool NomadServiceDiscovery { get; init; } = true;

    /// <summary><c>client.node_max_allocs</c>, default 0.</summary>
    public int NodeMaxAllocs { get; init; }

    /// <summary><c>client.default_ineligible</c>, default false.</summary>
    public bool DefaultIneligible { get; init; }

    /// <summary>The <c>client.reserved</c> block.</summary>
    public ReservedSettings Reserved { get; init; } = new();

    /// <summary>The <c>client.template</c> block.</summary>
    public TemplateSettings TemplateConfig { get; init; } = new();

    /// <summary>The <c>client.server_join</c> block, null when absent.</summary>
    public ServerJoinSettings? ServerJoin { get; init; }

    /// <summary><c>client.host_volume</c> blocks, in order.</summary>
    public IReadOnlyList<HostVolumeSettings> HostVolumes { get; init; } = [];

    /// <summary><c>client.host_network</c> blocks, in order.</summary>
    public IReadOnlyList<HostNetworkSettings> HostNetworks { get; init; } = [];

    /// <summary>The <c>client.artifact</c> block.</summary>
    public ArtifactSettings Artifact { get; init; } = new();

    /// <summary>The <c>client.drain_on_shutdown</c> block, null when absent.</summary>
    public DrainSettings? Drain { get; init; }

    /// <summary>The <c>client.users</c> block.</summary>
    public UserSettings Users { get; init; } = new();

    /// <summary><c>client.fingerprint</c> blocks, in order.</summary>
    public IReadOnlyList<FingerprintSettings> Fingerprinters { get; init; } = [];

    internal static ClientSettings From(SettingsNode node) => new()
    {
        Enabled = node.Flag("enabled", false),
        StateDir = node.Text("state_dir", ""),
        AllocDir = node.Text("alloc_dir", ""),
        AllocMountsDir = node.Text("alloc_mounts_dir", ""),
        HostVolumesDir = node.Text("host_volumes_dir", ""),
        HostVolumePluginDir = node.Text("host_volume_plugin_dir", ""),
        CommonPluginDir = node.Text("common_plugin_dir", ""),
        Servers = node.List("servers", []),
        NodeClass = node.Text("node_class", ""),
        NodePool = node.Text("node_pool", "default"),
        Options = node.Map("options"),
        Meta = node.Map("meta"),
        ChrootEnv = node.Map("chroot_env"),
        NetworkInterface = node.Text("network_interface", ""),
        PreferredAddressFamily = node.Text("preferred_address_family", ""),
        NetworkSpeed = node.Number("network_speed", 0),
        CpuDisableDmidecode = node.Flag("cpu_disable_dmidecode", false),
        CpuCompute = node.Number("cpu_total_compute", 0),
        MemoryMB = node.Number("memory_total_mb", 0),
        DiskTotalMB = node.Number("disk_total_mb", 0),
        DiskFreeMB = node.Number("disk_free_mb", 0),
        ReserveableCores = node.Text("reservable_cores", ""),
        MaxKillTimeout = node.Span("max_kill_timeout", TimeSpan.FromSeconds(30)),
        ClientMaxPort = node.Number("client_max_port", 14512),
        ClientMinPort = node.Number("client_min_port", 14000),
        MaxDynamicPort = node.Number("max_dynamic_port", 32000),
        MinDynamicPort = node.Number("min_dynamic_port", 20000),
        GCInterval = node.Span("gc_interval", TimeSpan.FromMinutes(1)),
        GCParallelDestroys = node.Number("gc_parallel_destroys", 2),
        GCDiskUsageThreshold = node.Real("gc_disk_usage_threshold", 80),
        GCInodeUsageThreshold = node.Real("gc_inode_usage_threshold", 70),
        GCMaxAllocs = node.Number("gc_max_allocs", 50),
        GCVolumesOnNodeGC = node.Flag("gc_volumes_on_node_gc", false),
        NoHostUUID = node.Flag("no_host_uuid", true),
        DisableRemoteExec = node.Flag("disable_remote_exec", false),
        CNIPath = node.Text("cni_path", "/opt/cni/bin:/usr/libexec/cni"),
        CNIConfigDir = node.Text("cni_config_dir", "/opt/cni/config"),
        BridgeNetworkName = node.Text("bridge_network_name", "nomad"),
        BridgeNetworkSubnet = node.Text("bridge_network_subnet", "172.26.64.0/20"),
        BridgeNetworkSubnetIpv6 = node.Text("bridge_network_subnet_ipv6", ""),
        BridgeNetworkHairpinMode = node.Flag("bridge_network_hairpin_mode", false),
        BindWildcardDefaultHostNetwork = node.Flag("bind_wildcard_default_host_network", true),
        CgroupParent = node.Text("cgroup_parent", "nomad.slice"),
        NomadServiceDiscovery = node.Flag("nomad_service_discovery", true),
        NodeMaxAllocs = node.Number("node_max_allocs", 0),
        DefaultIneligible = node.Flag("default_ineligible", false),
        Reserved = ReservedSettings.From(node.Block("reserved")),
        TemplateConfig = TemplateSettings.From(node.Block("template")),
        ServerJoin = node.OptionalBlock("server_join") is { } serverJoin ? ServerJoinSettings.From(serverJoin) : null,
        HostVolumes = [.. node.Blocks("host_volume").Select(HostVolumeSettings.From)],
        HostNetworks = [.. node.Blocks("host_network").Select(HostNetworkSettings.From)],
        Artifact = ArtifactSettings.From(node.Block("artifact")),
        Drain = node.OptionalBlock("drain_on_shutdown") is { } drain ? DrainSettings.From(drain) : null,
        Users = UserSettings.From(node.Block("users")),
        Fingerprinters = [.. node.Blocks("fingerprint").Select(FingerprintSettings.From)],
    };
}
