using Nomad.Configuration.Settings;

namespace Nomad.Configuration;

/// <summary>
/// Everything that files, flags and environment say about an agent, with defaults filled in. Names follow the agent
/// information of the HTTP API. Immutable.
/// </summary>
public sealed record AgentConfiguration
{
    /// <summary>Data lives only as long as the process; loopback addresses may be advertised.</summary>
    public bool DevMode { get; init; }

    /// <summary>The files that were read, in order.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Keys that are accepted but have no effect in this program, each named once.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>Bind addresses with ports, after templates and defaults.</summary>
    public NormalizedAddresses NormalizedAddrs { get; init; } = new();

    /// <summary>The <c>consul</c> blocks by name; the one named <c>default</c> always exists.</summary>
    public IReadOnlyList<ConsulSettings> Consuls { get; init; } = [new()];

    /// <summary>The <c>vault</c> blocks by name; the one named <c>default</c> always exists.</summary>
    public IReadOnlyList<VaultSettings> Vaults { get; init; } = [new()];

    /// <summary>The default <c>consul</c> block.</summary>
    public ConsulSettings Consul => Consuls.First(block => block.Name == "default");

    /// <summary>The default <c>vault</c> block.</summary>
    public VaultSettings Vault => Vaults.First(block => block.Name == "default");

    /// <summary>The <c>plugin</c> blocks, one for each name.</summary>
    public IReadOnlyList<PluginSettings> Plugins { get; init; } = [];

    /// <summary>The <c>keyring</c> blocks; none means an active <c>aead</c> one.</summary>
    public IReadOnlyList<KeyringSettings> Keyrings { get; init; } = [];

    /// <summary><c>region</c>, default global.</summary>
    public string Region { get; init; } = "global";

    /// <summary><c>datacenter</c>, default dc1.</summary>
    public string Datacenter { get; init; } = "dc1";

    /// <summary><c>name</c>, default hostname.</summary>
    public string NodeName { get; init; } = "";

    /// <summary><c>data_dir</c>.</summary>
    public string DataDir { get; init; } = "";

    /// <summary><c>plugin_dir</c>, default data_dir/plugins.</summary>
    public string PluginDir { get; init; } = "";

    /// <summary><c>log_level</c>, default INFO.</summary>
    public string LogLevel { get; init; } = "INFO";

    /// <summary><c>log_json</c>, default false.</summary>
    public bool LogJson { get; init; }

    /// <summary><c>log_file</c>.</summary>
    public string LogFile { get; init; } = "";

    /// <summary><c>log_include_location</c>, default false.</summary>
    public bool LogIncludeLocation { get; init; }

    /// <summary><c>log_rotate_duration</c>, default 24h.</summary>
    public TimeSpan LogRotateDuration { get; init; } = TimeSpan.FromHours(24);

    /// <summary><c>log_rotate_bytes</c>, default 0.</summary>
    public int LogRotateBytes { get; init; }

    /// <summary><c>log_rotate_max_files</c>, default 0.</summary>
    public int LogRotateMaxFiles { get; init; }

    /// <summary><c>bind_addr</c>, default 0.0.0.0.</summary>
    public string BindAddr { get; init; } = "0.0.0.0";

    /// <summary><c>enable_debug</c>, default false.</summary>
    public bool EnableDebug { get; init; }

    /// <summary><c>leave_on_interrupt</c>, default false.</summary>
    public bool LeaveOnInt { get; init; }

    /// <summary><c>leave_on_terminate</c>, default false.</summary>
    public bool LeaveOnTerm { get; init; }

    /// <summary><c>enable_syslog</c>, default false.</summary>
    public bool EnableSyslog { get; init; }

    /// <summary><c>syslog_facility</c>, default LOCAL0.</summary>
    public string SyslogFacility { get; init; } = "LOCAL0";

    /// <summary><c>disable_update_check</c>, default false.</summary>
    public bool DisableUpdateCheck { get; init; }

    /// <summary><c>disable_anonymous_signature</c>, default false.</summary>
    public bool DisableAnonymousSignature { get; init; }

    /// <summary><c>http_api_response_headers</c>.</summary>
    public IReadOnlyDictionary<string, string> HTTPAPIResponseHeaders { get; init; } = new Dictionary<string, string>();

    /// <summary>The <c>ports</c> block.</summary>
    public PortSettings Ports { get; init; } = new();

    /// <summary>The <c>addresses</c> block.</summary>
    public AddressSettings Addresses { get; init; } = new();

    /// <summary>The <c>advertise</c> block.</summary>
    public AddressSettings AdvertiseAddrs { get; init; } = new();

    /// <summary>The <c>client</c> block.</summary>
    public ClientSettings Client { get; init; } = new();

    /// <summary>The <c>server</c> block.</summary>
    public ServerSettings Server { get; init; } = new();

    /// <summary>The <c>rpc</c> block.</summary>
    public RpcSettings RPC { get; init; } = new();

    /// <summary>The <c>acl</c> block.</summary>
    public AclSettings ACL { get; init; } = new();

    /// <summary>The <c>telemetry</c> block.</summary>
    public TelemetrySettings Telemetry { get; init; } = new();

    /// <summary>The <c>ui</c> block.</summary>
    public WebSettings UI { get; init; } = new();

    /// <summary>The <c>tls</c> block.</summary>
    public TlsSettings TLSConfig { get; init; } = new();

    /// <summary>The <c>sentinel</c> block.</summary>
    public SentinelSettings Sentinel { get; init; } = new();

    /// <summary>The <c>autopilot</c> block.</summary>
    public AutopilotSettings Autopilot { get; init; } = new();

    /// <summary>The <c>limits</c> block.</summary>
    public LimitsSettings Limits { get; init; } = new();

    /// <summary>The <c>audit</c> block.</summary>
    public AuditSettings Audit { get; init; } = new();

    /// <summary>The <c>reporting</c> block.</summary>
    public ReportingSettings Reporting { get; init; } = new();

    /// <summary>The <c>eventlog</c> block.</summary>
    public EventLogSettings EventLog { get; init; } = new();

    /// <summary>The <c>atlas</c> block; null when neither a file nor a flag names it.</summary>
    public AtlasSettings? Atlas { get; init; }

    /// <summary>What files, flags and environment said, by full key: secrets stand in it, so it is for comparing only.</summary>
    internal IReadOnlyDictionary<string, string> Given { get; init; } = new Dictionary<string, string>();

    /// <summary>The keys, in order, whose values another reading of the same sources changed: <c>client.meta</c>, <c>plugin[docker].config</c>.</summary>
    public IReadOnlyList<string> ChangedKeys(AgentConfiguration next) =>
    [
        .. Given.Keys.Union(next.Given.Keys)
            .Where(key => Given.GetValueOrDefault(key) != next.Given.GetValueOrDefault(key)).Order(StringComparer.Ordinal),
    ];

    internal static AgentConfiguration From(SettingsNode node) => new()
    {
        Given = Flat(node),
        Consuls = Named(node, "consul", ConsulSettings.From),
        Vaults = Named(node, "vault", VaultSettings.From),
        Plugins = [.. node.Blocks("plugin").Select(PluginSettings.From)],
        Keyrings = [.. node.Blocks("keyring").Select(KeyringSettings.From)],
        Region = node.Text("region", "global"),
        Datacenter = node.Text("datacenter", "dc1"),
        NodeName = node.Text("name", ""),
        DataDir = node.Text("data_dir", ""),
        PluginDir = node.Text("plugin_dir", ""),
        LogLevel = node.Text("log_level", "INFO"),
        LogJson = node.Flag("log_json", false),
        LogFile = node.Text("log_file", ""),
        LogIncludeLocation = node.Flag("log_include_location", false),
        LogRotateDuration = node.Span("log_rotate_duration", TimeSpan.FromHours(24)),
        LogRotateBytes = node.Number("log_rotate_bytes", 0),
        LogRotateMaxFiles = node.Number("log_rotate_max_files", 0),
        BindAddr = node.Text("bind_addr", "0.0.0.0"),
        EnableDebug = node.Flag("enable_debug", false),
        LeaveOnInt = node.Flag("leave_on_interrupt", false),
        LeaveOnTerm = node.Flag("leave_on_terminate", false),
        EnableSyslog = node.Flag("enable_syslog", false),
        SyslogFacility = node.Text("syslog_facility", "LOCAL0"),
        DisableUpdateCheck = node.Flag("disable_update_check", false),
        DisableAnonymousSignature = node.Flag("disable_anonymous_signature", false),
        HTTPAPIResponseHeaders = node.Map("http_api_response_headers"),
        Ports = PortSettings.From(node.Block("ports")),
        Addresses = AddressSettings.From(node.Block("addresses")),
        AdvertiseAddrs = AddressSettings.From(node.Block("advertise")),
        Client = ClientSettings.From(node.Block("client")),
        Server = ServerSettings.From(node.Block("server")),
        RPC = RpcSettings.From(node.Block("rpc")),
        ACL = AclSettings.From(node.Block("acl")),
        Telemetry = TelemetrySettings.From(node.Block("telemetry")),
        UI = WebSettings.From(node.Block("ui")),
        TLSConfig = TlsSettings.From(node.Block("tls")),
        Sentinel = SentinelSettings.From(node.Block("sentinel")),
        Autopilot = AutopilotSettings.From(node.Block("autopilot")),
        Limits = LimitsSettings.From(node.Block("limits")),
        Audit = AuditSettings.From(node.Block("audit")),
        Reporting = ReportingSettings.From(node.Block("reporting")),
        EventLog = EventLogSettings.From(node.Block("eventlog")),
        Atlas = node.OptionalBlock("atlas") is { } atlas ? AtlasSettings.From(atlas) : null,
    };

    private static Dictionary<string, string> Flat(SettingsNode node)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        node.Flatten("", values);
        return values;
    }

    private static IReadOnlyList<T> Named<T>(SettingsNode node, string block, Func<SettingsNode, T> read)
    {
        var blocks = node.Blocks(block).ToList();
        return blocks.Any(found => found.Text("name", "default") == "default")
            ? [.. blocks.Select(read)]
            : [read(new SettingsNode("")), .. blocks.Select(read)];
    }
}
