using Nomad.Agent.Regions;
using Nomad.Configuration;
using Nomad.Configuration.Settings;
using Nomad.Model.Cluster;
using Nomad.Model.Logging;
using Nomad.Model.Scheduling;
using Nomad.Model.Stats;
using Nomad.Server;
using Nomad.Server.Collection;
using Nomad.Server.Heartbeats;

namespace Nomad.Agent.Composition;

/// <summary>Puts a server together from the configuration.</summary>
internal static class ServerPieces
{
    public static Task<ServerAgent> StartAsync(AgentConfiguration configuration, PeerPieces peers, RegionCalls regions, (ILog Log, TimeProvider Time, MeterSet Meters) ports)
    {
        var (settings, options) = (configuration.Server, OptionsOf(configuration));
        SpareThread.KeepFor(options);
        ports.Log.For("nomad").Info($"starting scheduling worker(s): num_workers={settings.NumSchedulers ?? Environment.ProcessorCount} " +
            $"schedulers=[{string.Join(", ", settings.EnabledSchedulers.Append("_core"))}]");
        return ServerAgent.StartAsync(options, new ServerPorts
        {
            Time = ports.Time, Meters = ports.Meters, Log = ports.Log.For("nomad"), Transport = peers.Raft, PeersOf = peers.PeersOfAsync, ReportOf = peers.ReportOfAsync, StandingOf = regions.StandingAsync,
        });
    }

    public static ServerOptions OptionsOf(AgentConfiguration all)
    {
        var settings = all.Server;
        return new ServerOptions
        {
            Name = all.NodeName,
            Region = all.Region,
            Datacenter = all.Datacenter,
            DataDirectory = all.DevMode ? null : settings.DataDir.Length > 0 ? settings.DataDir : Path.Combine(all.DataDir, "server"),
            RpcAddress = all.AdvertiseAddrs.RPC,
            BootstrapExpect = all.DevMode ? 1 : settings.BootstrapExpect,
            ElectionTimeout = settings.RaftElectionTimeout * settings.RaftMultiplier,
            RaftSnapshotThreshold = settings.RaftSnapshotThreshold,
            RaftSnapshotInterval = settings.RaftSnapshotInterval,
            RaftTrailingLogs = settings.RaftTrailingLogs,
            NumSchedulers = settings.NumSchedulers,
            EnabledSchedulers = settings.EnabledSchedulers,
            JobTrackedVersions = settings.JobTrackedVersions,
            JobMaxSourceSize = settings.JobMaxSourceSize,
            JobDefaultPriority = settings.JobDefaultPriority,
            JobMaxPriority = settings.JobMaxPriority,
            JobMaxCount = settings.JobMaxCount,
            EventBufferSize = settings.EnableEventBroker ? settings.EventBufferSize : 0,
            Heartbeats = HeartbeatsOf(settings),
            PlanRejections = new()
            {
                Enabled = settings.PlanRejectionTracker.Enabled, Threshold = settings.PlanRejectionTracker.NodeThreshold, Window = settings.PlanRejectionTracker.NodeWindow,
            },
            Scheduler = settings.DefaultSchedulerConfig is { } scheduler ? SchedulerOf(scheduler) : null,
            Autopilot = new AutopilotConfig
            {
                CleanupDeadServers = all.Autopilot.CleanupDeadServers, ServerStabilizationTime = all.Autopilot.ServerStabilizationTime,
                LastContactThreshold = all.Autopilot.LastContactThreshold, MaxTrailingLogs = (ulong)Math.Max(0, all.Autopilot.MaxTrailingLogs),
                MinQuorum = (ulong)Math.Max(0, all.Autopilot.MinQuorum), EnableRedundancyZones = all.Autopilot.EnableRedundancyZones,
                DisableUpgradeMigration = all.Autopilot.DisableUpgradeMigration, EnableCustomUpgrades = all.Autopilot.EnableCustomUpgrades,
            },
            Collection = new CollectionOptions
            {
                EvalThreshold = settings.EvalGCThreshold, BatchEvalThreshold = settings.BatchEvalGCThreshold, JobInterval = settings.JobGCInterval,
                JobThreshold = settings.JobGCThreshold, NodeThreshold = settings.NodeGCThreshold, DeploymentThreshold = settings.DeploymentGCThreshold,
            },
        };
    }

    private static SchedulerConfiguration SchedulerOf(SchedulerSettings settings) => new()
    {
        SchedulerAlgorithm = settings.SchedulerAlgorithm,
        MemoryOversubscriptionEnabled = settings.MemoryOversubscriptionEnabled,
        RejectJobRegistration = settings.RejectJobRegistration,
        PauseEvalBroker = settings.PauseEvalBroker,
        NodeLimitForFeasibilityChecks = (ulong)Math.Max(0, settings.NodeLimitForFeasibilityChecks),
        PreemptionConfig = new PreemptionConfig
        {
            SystemSchedulerEnabled = settings.PreemptionConfig.SystemSchedulerEnabled, SysBatchSchedulerEnabled = settings.PreemptionConfig.SysbatchSchedulerEnabled,
            BatchSchedulerEnabled = settings.PreemptionConfig.BatchSchedulerEnabled, ServiceSchedulerEnabled = settings.PreemptionConfig.ServiceSchedulerEnabled,
        },
    };

    // Zero is what is not set.
    private static HeartbeatOptions HeartbeatsOf(ServerSettings settings)
    {
        var own = new HeartbeatOptions();
        return own with
        {
            MinTtl = settings.MinHeartbeatTTL > TimeSpan.Zero ? settings.MinHeartbeatTTL : own.MinTtl,
            MaxPerSecond = settings.MaxHeartbeatsPerSecond > 0 ? settings.MaxHeartbeatsPerSecond : own.MaxPerSecond,
            Grace = settings.HeartbeatGrace > TimeSpan.Zero ? settings.HeartbeatGrace : own.Grace,
            FailoverTtl = settings.FailoverHeartbeatTTL > TimeSpan.Zero ? settings.FailoverHeartbeatTTL : own.FailoverTtl,
        };
    }
}
