using Nomad.Cli.Absent;
using Nomad.Cli.Agents;
using Nomad.Cli.Allocations;
using Nomad.Cli.Certificates;
using Nomad.Cli.Deployments;
using Nomad.Cli.Evaluations;
using Nomad.Cli.Formatting;
using Nomad.Cli.Invocation;
using Nomad.Cli.Jobs;
using Nomad.Cli.Namespaces;
using Nomad.Cli.NodePools;
using Nomad.Cli.Nodes;
using Nomad.Cli.Operators;
using Nomad.Cli.Quotas;
using Nomad.Cli.Scaling;
using Nomad.Cli.Servers;
using Nomad.Cli.Volumes;

namespace Nomad.Cli;

/// <summary>Every command there is: the one list a reader needs.</summary>
public static class Commands
{
    private static Dictionary<string, string> Groups => new()
    {
        ["alloc"] = "Interact with allocations",
        ["deployment"] = "Interact with deployments",
        ["eval"] = "Interact with evaluations",
        ["job"] = "Interact with jobs",
        ["job periodic"] = "Interact with periodic jobs",
        ["job tag"] = "Manage job version tags",
        ["namespace"] = "Interact with namespaces",
        ["node"] = "Interact with nodes",
        ["node pool"] = "Interact with node pools",
        ["operator"] = "Provides cluster-level tools for Nomad operators",
        ["operator autopilot"] = "Provides access to the Autopilot subsystem",
        ["operator gossip"] = "Provides access to the Gossip subsystem",
        ["operator gossip keyring"] = "Manages gossip layer encryption keys",
        ["operator raft"] = "Provides access to the Raft subsystem",
        ["operator scheduler"] = "Provides access to the scheduler configuration",
        ["operator snapshot"] = "Saves and inspects snapshots of Nomad server state",
        ["quota"] = "Interact with quotas",
        ["scaling"] = "Interact with Nomad scaling endpoints",
        ["scaling policy"] = "Interact with Nomad scaling policies",
        ["server"] = "Interact with servers",
        ["system"] = "Interact with the system API",
        ["system reconcile"] = "Perform system reconciliation tasks",
        ["plugin"] = "Inspect plugins",
        ["volume"] = "Interact with volumes",
        ["tls"] = "Generate Self Signed TLS Certificates for Nomad",
        ["tls ca"] = "Helpers for managing CAs",
        ["tls cert"] = "Helpers for managing certificates",
    };

    /// <summary>The whole tree. <paramref name="more"/> are commands of the executable itself (<c>agent</c>, <c>dev</c> …).</summary>
    public static CommandTree Tree(string version, CommandEntry[] more, IEnumerable<KeyValuePair<string, string>> moreGroups) =>
        new([.. Own(version), .. more],
            () => AbsentCommands.Groups.Concat(Groups).Concat(moreGroups).GroupBy(group => group.Key).ToDictionary(same => same.Key, same => same.Last().Value));

    private static CommandEntry[] Own(string version) =>
    [
        new("version", () => new VersionCommand(version)),
        new("agent-info", () => new AgentInfoCommand()),
        new("monitor", () => new MonitorCommand()),
        new("status", () => new StatusCommand()),
        new("check", () => new CheckCommand()) { Hidden = true },
        new("fmt", () => new FmtCommand()),

        new("job run", () => new JobRunCommand()), new("run", () => new JobRunCommand()),
        new("job plan", () => new JobPlanCommand()), new("plan", () => new JobPlanCommand()),
        new("job validate", () => new JobValidateCommand()), new("validate", () => new JobValidateCommand()),
        new("job init", () => new JobInitCommand()), new("init", () => new JobInitCommand()),
        new("job status", () => new JobStatusCommand()),
        new("job stop", () => new JobStopCommand()), new("stop", () => new JobStopCommand()),
        new("job inspect", () => new JobInspectCommand()), new("inspect", () => new JobInspectCommand()),
        new("job history", () => new JobHistoryCommand()),
        new("job revert", () => new JobRevertCommand()),
        new("job promote", () => new JobPromoteCommand()),
        new("job dispatch", () => new JobDispatchCommand()),
        new("job periodic force", () => new JobPeriodicForceCommand()),
        new("job eval", () => new JobEvalCommand()),
        new("job explain", () => new JobExplainCommand()),
        new("job allocs", () => new JobAllocsCommand()),
        new("job deployments", () => new JobDeploymentsCommand()),
        new("job scale", () => new JobScaleCommand()),
        new("job scaling-events", () => new JobScalingEventsCommand()),
        new("job start", () => new JobStartCommand()), new("start", () => new JobStartCommand()),
        new("job restart", () => new JobRestartCommand()),
        new("job tag apply", () => new JobTagCommand(apply: true)),
        new("job tag unset", () => new JobTagCommand(apply: false)),

        new("alloc status", () => new AllocStatusCommand()), Old("alloc-status", () => new AllocStatusCommand()),
        new("alloc logs", () => new AllocLogsCommand()), new("logs", () => new AllocLogsCommand()),
        new("alloc fs", () => new AllocFsCommand()), new("fs", () => new AllocFsCommand()),
        Old("fs ls", () => new AllocFsCommand()), Old("fs cat", () => new AllocFsCommand()), Old("fs stat", () => new AllocFsCommand(facts: true)),
        new("alloc exec", () => new AllocExecCommand()), new("exec", () => new AllocExecCommand()),
        new("alloc stop", () => new AllocStopCommand()),
        new("alloc restart", () => new AllocRestartCommand()),
        new("alloc signal", () => new AllocSignalCommand()),
        new("alloc pause", () => new AllocPauseCommand()),

        new("eval status", () => new EvalStatusCommand()), Old("eval-status", () => new EvalStatusCommand()),
        Old("eval-monitor", () => new EvalStatusCommand(monitors: true)),
        new("eval list", () => new EvalListCommand()),
        new("eval delete", () => new EvalDeleteCommand()),

        new("deployment status", () => new DeploymentStatusCommand()),
        new("deployment list", () => new DeploymentListCommand()),
        new("deployment fail", () => new DeploymentActionCommand(DeploymentAction.Fail)),
        new("deployment pause", () => new DeploymentActionCommand(DeploymentAction.Pause)),
        new("deployment resume", () => new DeploymentActionCommand(DeploymentAction.Resume)),
        new("deployment promote", () => new DeploymentActionCommand(DeploymentAction.Promote)),
        new("deployment unblock", () => new DeploymentActionCommand(DeploymentAction.Unblock)),

        new("node status", () => new NodeStatusCommand()), Old("node-status", () => new NodeStatusCommand()),
        new("node drain", () => new NodeDrainCommand()), Old("node-drain", () => new NodeDrainCommand()),
        new("node eligibility", () => new NodeEligibilityCommand()),
        new("node config", () => new NodeConfigCommand()), Old("client-config", () => new NodeConfigCommand(), "node config"),

        new("node pool list", () => new NodePoolListCommand()),
        new("node pool info", () => new NodePoolInfoCommand()),
        new("node pool nodes", () => new NodePoolMembersCommand(jobs: false)),
        new("node pool jobs", () => new NodePoolMembersCommand(jobs: true)),
        new("node pool delete", () => new NodePoolDeleteCommand()),

        new("namespace list", () => new NamespaceListCommand()),
        new("namespace status", () => new NamespaceStatusCommand(document: false)),
        new("namespace inspect", () => new NamespaceStatusCommand(document: true)),
        new("namespace apply", () => new NamespaceApplyCommand()),
        new("namespace delete", () => new NamespaceDeleteCommand()),

        new("quota list", () => new QuotaListCommand()),
        new("quota status", () => new QuotaStatusCommand(document: false)),
        new("quota inspect", () => new QuotaStatusCommand(document: true)),
        new("quota apply", () => new QuotaApplyCommand()),
        new("quota delete", () => new QuotaDeleteCommand()),
        new("quota init", () => new SpecInitCommand(QuotaExample.Texts)),

        new("volume status", () => new VolumeStatusCommand()),
        new("volume register", () => new VolumeRegisterCommand()),
        new("volume deregister", () => new VolumeDeregisterCommand()),
        new("volume init", () => new SpecInitCommand(VolumeExample.Texts)),
        new("plugin status", () => new PluginStatusCommand()),

        new("operator api", () => new OperatorApiCommand()),
        new("operator autopilot get-config", () => new AutopilotGetCommand()),
        new("operator autopilot set-config", () => new AutopilotSetCommand()),
        new("operator autopilot health", () => new AutopilotHealthCommand()), Old("operator autopilot state", () => new AutopilotHealthCommand()),
        new("operator gossip keyring generate", () => new GossipKeyCommand()), Old("operator keygen", () => new GossipKeyCommand()),
        Old("keygen", () => new GossipKeyCommand(), "operator gossip keyring generate"),
        new("operator gossip keyring list", () => new GossipKeyringCommand("list")),
        new("operator gossip keyring install", () => new GossipKeyringCommand("install")),
        new("operator gossip keyring use", () => new GossipKeyringCommand("use")),
        new("operator gossip keyring remove", () => new GossipKeyringCommand("remove")),
        Old("operator keyring", () => new OldKeyringCommand()), Old("keyring", () => new OldKeyringCommand(), "operator gossip keyring"),
        new("operator metrics", () => new OperatorMetricsCommand()),
        new("operator raft list-peers", () => new OperatorRaftPeersCommand()),
        new("operator raft remove-peer", () => new OperatorRaftRemoveCommand()),
        new("operator raft transfer-leadership", () => new OperatorRaftTransferCommand()),
        new("operator rebalance", () => new RebalanceCommand()),
        new("operator scheduler get-config", () => new SchedulerGetCommand()),
        new("operator scheduler set-config", () => new SchedulerSetCommand()),

        new("operator snapshot save", () => new SnapshotSaveCommand()),
        new("operator snapshot restore", () => new SnapshotRestoreCommand()),

        new("server members", () => new ServerMembersCommand()), Old("server-members", () => new ServerMembersCommand(), "server members"),
        new("server join", () => new ServerJoinCommand()), Old("server-join", () => new ServerJoinCommand(), "server join"),
        new("server force-leave", () => new ServerForceLeaveCommand()), Old("server-force-leave", () => new ServerForceLeaveCommand(), "server force-leave"),

        new("scaling policy list", () => new ScalingPolicyListCommand()),
        new("scaling policy info", () => new ScalingPolicyInfoCommand()),

        new("system gc", SystemCommand.CollectGarbage),
        new("system reconcile summaries", SystemCommand.ReconcileSummaries),

        new("tls ca create", () => new TlsAuthorityCreateCommand()),
        new("tls ca info", () => new TlsInfoCommand(authority: true)),
        new("tls cert create", () => new TlsCertificateCreateCommand()),
        new("tls cert info", () => new TlsInfoCommand(authority: false)),
    ];

    private static CommandEntry Old(string name, Func<Command> make, string? replacedBy = null) => new(name, make) { Hidden = true, ReplacedBy = replacedBy };
}
