using Nomad.Configuration.Reading;
using Nomad.Configuration.Settings;

namespace Nomad.Configuration.Validation;

/// <summary>Rules of the <c>server</c> block.</summary>
internal sealed class ServerChecks(AgentConfiguration configuration, AgentConfigurationEnvironment environment, ProblemList problems)
{
    private const int MaxPriority = 32766;

    private static readonly string[] Schedulers = ["service", "batch", "system", "sysbatch", "_core"];

    private ServerSettings Server => configuration.Server;

    public void Run()
    {
        CheckBootstrap();
        CheckEncrypt();
        CheckRaft();
        CheckNumbers();
        CheckJobs();
        CheckJoin();
        CheckSchedulers();
        CheckIssuer();
    }

    private void Require(bool holds, string text, string key)
    {
        if (!holds)
        {
            problems.Error(text, "server." + key);
        }
    }

    private void CheckBootstrap()
    {
        if (Server.BootstrapExpect == 1 && !configuration.DevMode)
        {
            problems.Warn("WARNING: Bootstrap mode enabled! Potentially unsafe operation.", "server.bootstrap_expect");
        }
        else if (Server.BootstrapExpect > 1 && Server.BootstrapExpect % 2 == 0)
        {
            problems.Warn("Number of bootstrap servers should ideally be set to an odd number.", "server.bootstrap_expect");
        }

        Require(Server.BootstrapExpect >= 0, $"server.bootstrap_expect must not be negative; found: {Server.BootstrapExpect}", "bootstrap_expect");
        if (Server.ProtocolVersion != 0)
        {
            problems.Warn("server.protocol_version is a key of older releases and has no effect any more", "server.protocol_version");
        }
    }

    private void CheckEncrypt()
    {
        if (Server.EncryptKey.IsEmpty)
        {
            return;
        }

        var buffer = new byte[Server.EncryptKey.Reveal().Length];
        if (!Convert.TryFromBase64String(Server.EncryptKey.Reveal(), buffer, out var length))
        {
            var bad = Server.EncryptKey.Reveal().AsSpan().IndexOfAnyExcept("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
            problems.Error($"Invalid encryption key: illegal base64 data at input byte {Math.Max(0, bad)}", "server.encrypt");
        }
        else if (length is not (16 or 24 or 32))
        {
            problems.Error($"Invalid encryption key: key size must be 16, 24 or 32 bytes, not {length}", "server.encrypt");
        }
    }

    private void CheckRaft()
    {
        Require(Server.RaftProtocol is 0 or 3, $"Unsupported Raft protocol version: {Server.RaftProtocol}; only 3 is supported", "raft_protocol");
        Require(Server.RaftMultiplier is >= 1 and <= 10, $"raft_multiplier cannot be {Server.RaftMultiplier}. Must be between 1 and 10", "raft_multiplier");
        Require(Server.RaftElectionTimeout >= TimeSpan.FromMilliseconds(100) && Server.RaftElectionTimeout <= TimeSpan.FromSeconds(10),
            "raft_election_timeout must be from 100ms to 10s", "raft_election_timeout");
        Require(Server.RaftTrailingLogs >= 1, $"raft_trailing_logs must be at least 1; found: {Server.RaftTrailingLogs}", "raft_trailing_logs");
        Require(Server.RaftSnapshotThreshold >= 1, $"raft_snapshot_threshold must be at least 1; found: {Server.RaftSnapshotThreshold}", "raft_snapshot_threshold");
        Require(Server.RaftSnapshotInterval >= TimeSpan.FromMilliseconds(5), "raft_snapshot_interval must be at least 5ms", "raft_snapshot_interval");
        Require(Server.RaftBoltConfig is null || Server.RaftLogStoreConfig is null, "raft_boltdb and raft_logstore cannot both be set; raft_boltdb is the older form", "raft_boltdb");
        Require(Server.RaftLogStoreConfig?.Backend is null or "boltdb" or "wal", $"raft_logstore.backend must be boltdb or wal, not \"{Server.RaftLogStoreConfig?.Backend}\"", "raft_logstore.backend");
    }

    private void CheckNumbers()
    {
        if (Server.NumSchedulers is { } schedulers)
        {
            Require(schedulers >= 0 && schedulers <= environment.ProcessorCount, $"number of schedulers should be between 0 and {environment.ProcessorCount}", "num_schedulers");
        }

        Require(Server.EventBufferSize >= 0, $"event_buffer_size must be >= 0; found: {Server.EventBufferSize}", "event_buffer_size");
        Require(Server.DeploymentQueryRateLimit > 0, "deploy_query_rate_limit must be greater than 0", "deploy_query_rate_limit");
        Require(Server.JobGCInterval > TimeSpan.Zero, "job_gc_interval must be greater than 0", "job_gc_interval");
        Require(Server.CSIVolumeClaimGCInterval > TimeSpan.Zero, "csi_volume_claim_gc_interval must be greater than 0", "csi_volume_claim_gc_interval");
        Require(Server.StartTimeout > TimeSpan.Zero, "start_timeout must be greater than 0", "start_timeout");
        Require(Server.PlanRejectionTracker.NodeWindow > TimeSpan.Zero, "plan_rejection_tracker.node_window must be greater than 0", "plan_rejection_tracker.node_window");
        Require(
            Server.ClientIntroduction.Enforcement is "none" or "warn" or "strict",
            $"client_introduction.enforcement must be none, warn or strict, not \"{Server.ClientIntroduction.Enforcement}\"",
            "client_introduction.enforcement");
        Require(
            Server.ClientIntroduction.DefaultIdentityTTL <= Server.ClientIntroduction.MaxIdentityTTL,
            "client_introduction.default_identity_ttl must not be greater than max_identity_ttl",
            "client_introduction.default_identity_ttl");
    }

    private void CheckJobs()
    {
        Require(Server.JobMaxPriority is >= 100 and <= MaxPriority, $"job_max_priority must be between 100 and {MaxPriority}; found: {Server.JobMaxPriority}", "job_max_priority");
        Require(
            Server.JobDefaultPriority >= 50 && Server.JobDefaultPriority < Server.JobMaxPriority,
            $"job_default_priority must be between 50 and job_max_priority ({Server.JobMaxPriority}); found: {Server.JobDefaultPriority}",
            "job_default_priority");
        Require(Server.JobTrackedVersions > 0, $"job_tracked_versions must be greater than 0; found: {Server.JobTrackedVersions}", "job_tracked_versions");
        Require(Server.JobMaxCount >= 0, $"job_max_count must not be negative; found: {Server.JobMaxCount}", "job_max_count");
    }

    private void CheckJoin()
    {
        var join = Server.ServerJoin;
        if (join is null)
        {
            if (Server.RetryJoin.Count > 0)
            {
                problems.Warn("Using deprecated retry_join fields. Upgrade configuration to use server_join", "server.retry_join");
            }

            return;
        }

        Require(Server.StartJoin.Count == 0, "server_join and start_join cannot both be defined; prefer setting the server_join block", "start_join");
        Require(
            Server.RetryJoin.Count == 0 && Server.RetryMaxAttempts == 0,
            "server_join and retry_join cannot both be defined; prefer setting the server_join block",
            "retry_join");
        Require(join.StartJoin.Count == 0 || join.RetryJoin.Count == 0, "retry_join and start_join cannot both be defined", "server_join");
    }

    private void CheckSchedulers()
    {
        foreach (var name in Server.EnabledSchedulers.Except(Schedulers))
        {
            problems.Error($"invalid scheduler \"{name}\" in server.enabled_schedulers; known are {string.Join(", ", Schedulers)}", "server.enabled_schedulers");
        }

        if (Server.DefaultSchedulerConfig is { SchedulerAlgorithm: not ("binpack" or "spread") } scheduler)
        {
            problems.Error($"invalid scheduler algorithm: {scheduler.SchedulerAlgorithm}; it must be binpack or spread", "server.default_scheduler_config.scheduler_algorithm");
        }
    }

    private void CheckIssuer()
    {
        if (Server.OIDCIssuer.Length == 0)
        {
            return;
        }

        if (!Uri.TryCreate(Server.OIDCIssuer, UriKind.Absolute, out var issuer) || issuer.Host.Length == 0)
        {
            problems.Error($"oidc_issuer must be a valid URL: {Server.OIDCIssuer}", "server.oidc_issuer");
        }
        else if (issuer.Scheme != "https")
        {
            problems.Warn($"oidc_issuer should be an https URL: {Server.OIDCIssuer}", "server.oidc_issuer");
        }
    }
}
