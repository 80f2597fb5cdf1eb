namespace Nomad.Configuration.Settings;

/// <summary>The agent configuration block <c>server</c>.</summary>
public sealed record ServerSettings
{
    /// <summary><c>server.enabled</c>, default false.</summary>
    public bool Enabled { get; init; }

    /// <summary><c>server.authoritative_region</c>, default own region.</summary>
    public string AuthoritativeRegion { get; init; } = "";

    /// <summary><c>server.bootstrap_expect</c>, default 0.</summary>
    public int BootstrapExpect { get; init; }

    /// <summary><c>server.data_dir</c>, default data_dir/server.</summary>
    public string DataDir { get; init; } = "";

    /// <summary><c>server.protocol_version</c>, default 0.</summary>
    public int ProtocolVersion { get; init; }

    /// <summary><c>server.raft_protocol</c>, default 3.</summary>
    public int RaftProtocol { get; init; } = 3;

    /// <summary><c>server.raft_election_timeout</c>, default 300ms: how long servers wait for a silent leader. A key of this program alone.</summary>
    public TimeSpan RaftElectionTimeout { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary><c>server.raft_multiplier</c>, default 1: multiplies the above.</summary>
    public int RaftMultiplier { get; init; } = 1;

    /// <summary><c>server.num_schedulers</c>, default cpu cores.</summary>
    public int? NumSchedulers { get; init; }

    /// <summary><c>server.enabled_schedulers</c>, default service,batch,system,sysbatch.</summary>
    public IReadOnlyList<string> EnabledSchedulers { get; init; } = ["service", "batch", "system", "sysbatch"];

    /// <summary><c>server.node_gc_threshold</c>, default 24h.</summary>
    public TimeSpan NodeGCThreshold { get; init; } = TimeSpan.FromHours(24);

    /// <summary><c>server.job_gc_interval</c>, default 5m.</summary>
    public TimeSpan JobGCInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary><c>server.job_gc_threshold</c>, default 4h.</summary>
    public TimeSpan JobGCThreshold { get; init; } = TimeSpan.FromHours(4);

    /// <summary><c>server.eval_gc_threshold</c>, default 1h.</summary>
    public TimeSpan EvalGCThreshold { get; init; } = TimeSpan.FromHours(1);

    /// <summary><c>server.batch_eval_gc_threshold</c>, default 24h.</summary>
    public TimeSpan BatchEvalGCThreshold { get; init; } = TimeSpan.FromHours(24);

    /// <summary><c>server.deployment_gc_threshold</c>, default 1h.</summary>
    public TimeSpan DeploymentGCThreshold { get; init; } = TimeSpan.FromHours(1);

    /// <summary><c>server.csi_volume_claim_gc_interval</c>, default 5m.</summary>
    public TimeSpan CSIVolumeClaimGCInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary><c>server.csi_volume_claim_gc_threshold</c>, default 5m.</summary>
    public TimeSpan CSIVolumeClaimGCThreshold { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary><c>server.csi_plugin_gc_threshold</c>, default 1h.</summary>
    public TimeSpan CSIPluginGCThreshold { get; init; } = TimeSpan.FromHours(1);

    /// <summary><c>server.acl_token_gc_threshold</c>, default 1h.</summary>
    public TimeSpan ACLTokenGCThreshold { get; init; } = TimeSpan.FromHours(1);

    /// <summary><c>server.root_key_gc_interval</c>, default 10m.</summary>
    public TimeSpan RootKeyGCInterval { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary><c>server.root_key_gc_threshold</c>, default 1h.</summary>
    public TimeSpan RootKeyGCThreshold { get; init; } = TimeSpan.FromHours(1);

    /// <summary><c>server.root_key_rotation_threshold</c>, default 720h.</summary>
    public TimeSpan RootKeyRotationThreshold { get; init; } = TimeSpan.FromHours(720);

    /// <summary><c>server.heartbeat_grace</c>; zero as when absent: the servers' own.</summary>
    public TimeSpan HeartbeatGrace { get; init; }

    /// <summary><c>server.min_heartbeat_ttl</c>; zero as when absent: the servers' own.</summary>
    public TimeSpan MinHeartbeatTTL { get; init; }

    /// <summary><c>server.max_heartbeats_per_second</c>; zero as when absent: the servers' own.</summary>
    public double MaxHeartbeatsPerSecond { get; init; }

    /// <summary><c>server.failover_heartbeat_ttl</c>; zero as when absent: the servers' own.</summary>
    public TimeSpan FailoverHeartbeatTTL { get; init; }

    /// <summary><c>server.start_join</c>.</summary>
    public IReadOnlyList<string> StartJoin { get; init; } = [];

    /// <summary><c>server.retry_join</c>.</summary>
    public IReadOnlyList<string> RetryJoin { get; init; } = [];

    /// <summary><c>server.retry_max</c>, default 0.</summary>
    public int RetryMaxAttempts { get; init; }

    /// <summary><c>server.retry_interval</c>, default 30s.</summary>
    public TimeSpan RetryInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary><c>server.rejoin_after_leave</c>, default false.</summary>
    public bool RejoinAfterLeave { get; init; }

    /// <summary><c>server.non_voting_server</c>, default false.</summary>
    public bool NonVotingServer { get; init; }

    /// <summary><c>server.redundancy_zone</c>.</summary>
    public string RedundancyZone { get; init; } = "";

    /// <summary><c>server.upgrade_version</c>.</summary>
    public string UpgradeVersion { get; init; } = "";

    /// <summary><c>server.encrypt</c>.</summary>
    public Secret EncryptKey { get; init; } = Secret.Empty;

    /// <summary><c>server.plan_apply_pipeline</c>, default 1.</summary>
    public int PlanApplyPipeline { get; init; } = 1;

    /// <summary><c>server.enable_event_broker</c>, default true.</summary>
    public bool EnableEventBroker { get; init; } = true;

    /// <summary><c>server.event_buffer_size</c>, default 100.</summary>
    public int EventBufferSize { get; init; } = 100;

    /// <summary><c>server.license_path</c>.</summary>
    public string LicensePath { get; init; } = "";

    /// <summary><c>server.deploy_query_rate_limit</c>, default 100.</summary>
    public double DeploymentQueryRateLimit { get; init; } = 100;

    /// <summary><c>server.raft_snapshot_threshold</c>, default 8192.</summary>
    public int RaftSnapshotThreshold { get; init; } = 8192;

    /// <summary><c>server.raft_snapshot_interval</c>, default 120s.</summary>
    public TimeSpan RaftSnapshotInterval { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary><c>server.raft_trailing_logs</c>, default 10240.</summary>
    public int RaftTrailingLogs { get; init; } = 10240;

    /// <summary><c>server.job_default_priority</c>, default 50.</summary>
    public int JobDefaultPriority { get; init; } = 50;

    /// <summary><c>server.job_max_priority</c>, default 100.</summary>
    public int JobMaxPriority { get; init; } = 100;

    /// <summary><c>server.job_max_count</c>, default 50000.</summary>
    public int JobMaxCount { get; init; } = 50000;

    /// <summary><c>server.job_max_source_size</c>, default 1M.</summary>
    public long JobMaxSourceSize { get; init; } = 1L * 1024 * 1024;

    /// <summary><c>server.job_tracked_versions</c>, default 6.</summary>
    public int JobTrackedVersions { get; init; } = 6;

    /// <summary><c>server.oidc_issuer</c>.</summary>
    public string OIDCIssuer { get; init; } = "";

    /// <summary><c>server.start_timeout</c>, default 30s.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary><c>server.non_production</c>, default false.</summary>
    public bool NonProduction { get; init; }

    /// <summary>The <c>server.client_introduction</c> block.</summary>
    public ClientIntroductionSettings ClientIntroduction { get; init; } = new();

    /// <summary>The <c>server.server_join</c> block, null when absent.</summary>
    public ServerJoinSettings? ServerJoin { get; init; }

    /// <summary>The <c>server.default_scheduler_config</c> block, null when absent.</summary>
    public SchedulerSettings? DefaultSchedulerConfig { get; init; }

    /// <summary>The <c>server.plan_rejection_tracker</c> block.</summary>
    public PlanRejectionSettings PlanRejectionTracker { get; init; } = new();

    /// <summary>The <c>server.search</c> block.</summary>
    public SearchSettings Search { get; init; } = new();

    /// <summary>The <c>server.raft_logstore</c> block, null when absent.</summary>
    public RaftLogStoreSettings? RaftLogStoreConfig { get; init; }

    /// <summary>The <c>server.raft_boltdb</c> block, null when absent.</summary>
    public BoltSettings? RaftBoltConfig { get; init; }

    internal static ServerSettings From(SettingsNode node) => new()
    {
        Enabled = node.Flag("enabled", false),
        AuthoritativeRegion = node.Text("authoritative_region", ""),
        BootstrapExpect = node.Number("bootstrap_expect", 0),
        DataDir = node.Text("data_dir", ""),
        ProtocolVersion = node.Number("protocol_version", 0),
        RaftProtocol = node.Number("raft_protocol", 3),
        RaftElectionTimeout = node.Span("raft_election_timeout", TimeSpan.FromMilliseconds(300)),
        RaftMultiplier = node.Number("raft_multiplier", 1),
        NumSchedulers = node.OptionalNumber("num_schedulers"),
        EnabledSchedulers = node.List("enabled_schedulers", ["service", "batch", "system", "sysbatch"]),
        NodeGCThreshold = node.Span("node_gc_threshold", TimeSpan.FromHours(24)),
        JobGCInterval = node.Span("job_gc_interval", TimeSpan.FromMinutes(5)),
        JobGCThreshold = node.Span("job_gc_threshold", TimeSpan.FromHours(4)),
        EvalGCThreshold = node.Span("eval_gc_threshold", TimeSpan.FromHours(1)),
        BatchEvalGCThreshold = node.Span("batch_eval_gc_threshold", TimeSpan.FromHours(24)),
        DeploymentGCThreshold = node.Span("deployment_gc_threshold", TimeSpan.FromHours(1)),
        CSIVolumeClaimGCInterval = node.Span("csi_volume_claim_gc_interval", TimeSpan.FromMinutes(5)),
        CSIVolumeClaimGCThreshold = node.Span("csi_volume_claim_gc_threshold", TimeSpan.FromMinutes(5)),
        CSIPluginGCThreshold = node.Span("csi_plugin_gc_threshold", TimeSpan.FromHours(1)),
        ACLTokenGCThreshold = node.Span("acl_token_gc_threshold", TimeSpan.FromHours(1)),
        RootKeyGCInterval = node.Span("root_key_gc_interval", TimeSpan.FromMinutes(10)),
        RootKeyGCThreshold = node.Span("root_key_gc_threshold", TimeSpan.FromHours(1)),
        RootKeyRotationThreshold = node.Span("root_key_rotation_threshold", TimeSpan.FromHours(720)),
        HeartbeatGrace = node.Span("heartbeat_grace", TimeSpan.Zero),
        MinHeartbeatTTL = node.Span("min_heartbeat_ttl", TimeSpan.Zero),
        MaxHeartbeatsPerSecond = node.Real("max_heartbeats_per_second", 0),
        FailoverHeartbeatTTL = node.Span("failover_heartbeat_ttl", TimeSpan.Zero),
        StartJoin = node.List("start_join", []),
        RetryJoin = node.List("retry_join", []),
        RetryMaxAttempts = node.Number("retry_max", 0),
        RetryInterval = node.Span("retry_interval", TimeSpan.FromSeconds(30)),
        RejoinAfterLeave = node.Flag("rejoin_after_leave", false),
        NonVotingServer = node.Flag("non_voting_server", false),
        RedundancyZone = node.Text("redundancy_zone", ""),
        UpgradeVersion = node.Text("upgrade_version", ""),
        EncryptKey = node.Secret("encrypt"),
        PlanApplyPipeline = node.Number("plan_apply_pipeline", 1),
        EnableEventBroker = node.Flag("enable_event_broker", true),
        EventBufferSize = node.Number("event_buffer_size", 100),
        LicensePath = node.Text("license_path", ""),
        DeploymentQueryRateLimit = node.Real("deploy_query_rate_limit", 100),
        RaftSnapshotThreshold = node.Number("raft_snapshot_threshold", 8192),
        RaftSnapshotInterval = node.Span("raft_snapshot_interval", TimeSpan.FromSeconds(120)),
        RaftTrailingLogs = node.Number("raft_trailing_logs", 10240),
        JobDefaultPriority = node.Number("job_default_priority", 50),
        JobMaxPriority = node.Number("job_max_priority", 100),
        JobMaxCount = node.Number("job_max_count", 50000),
        JobMaxSourceSize = node.Size("job_max_source_size", 1L * 1024 * 1024),
        JobTrackedVersions = node.Number("job_tracked_versions", 6),
        OIDCIssuer = node.Text("oidc_issuer", ""),
        StartTimeout = node.Span("start_timeout", TimeSpan.FromSeconds(30)),
        NonProduction = node.Flag("non_production", false),
        ClientIntroduction = ClientIntroductionSettings.From(node.Block("client_introduction")),
        ServerJoin = node.OptionalBlock("server_join") is { } serverJoin ? ServerJoinSettings.From(serverJoin) : null,
        DefaultSchedulerConfig = node.OptionalBlock("default_scheduler_config") is { } defaultSchedulerConfig ? SchedulerSettings.From(defaultSchedulerConfig) : null,
        PlanRejectionTracker = PlanRejectionSettings.From(node.Block("plan_rejection_tracker")),
        Search = SearchSettings.From(node.Block("search")),
        RaftLogStoreConfig = node.OptionalBlock("raft_logstore") is { } raftLogStoreConfig ? RaftLogStoreSettings.From(raftLogStoreConfig) : null,
        RaftBoltConfig = node.OptionalBlock("raft_boltdb") is { } raftBoltConfig ? BoltSettings.From(raftBoltConfig) : null,
    };
}
