using Nomad.Scheduling;

namespace Nomad.Server.State;

/// <summary>
/// The whole state as of one Raft index: never changes, costs writers nothing, may be read by any number of threads. Let go of
/// it when done; while it is held, the versions it sees are kept. Lists come in the order rows were first written.
/// </summary>
public sealed class StateSnapshot
{
    private readonly Tables tables;
    private readonly ulong[] tableIndexes;

    internal StateSnapshot(Tables tables, ulong index, ulong[] tableIndexes)
    {
        this.tables = tables;
        this.tableIndexes = tableIndexes;
        Index = index;
    }

    /// <summary>Only held: while it is, so is the history that this view sees.</summary>
    internal SnapshotRun? Run { get; init; }

    /// <summary>The last Raft entry this view contains.</summary>
    public ulong Index { get; }

    /// <summary>The last Raft index that touched a table; at least 1, as blocking queries expect.</summary>
    public ulong TableIndex(StateTable table) => Math.Max(1, tableIndexes[(int)table]);

    /// <summary>The highest index of several tables.</summary>
    public ulong TableIndex(params ReadOnlySpan<StateTable> several)
    {
        var highest = 1UL;
        foreach (var table in several)
            highest = Math.Max(highest, tableIndexes[(int)table]);
        return highest;
    }

    public Job? Job(string space, string id) => tables.Jobs.At(new(space, id), Index);

    public IEnumerable<Job> Jobs() => tables.Jobs.All(Index);

    /// <summary>Jobs that a periodic or parameterized job started.</summary>
    public IEnumerable<Job> Children(string space, string parentId) => tables.JobsByParent.At(new(space, parentId), Index);

    /// <summary>Children that were dispatched with an idempotency token: one at most, more only where an earlier release wrote them.</summary>
    public IEnumerable<Job> ChildrenOfToken(string space, string parentId, string token) => tables.JobsByToken.At((new(space, parentId), token), Index);

    /// <summary>Children that are not over; walks all that are stored.</summary>
    public IEnumerable<Job> LiveChildren(Job parent) => Children(parent.Namespace, parent.ID).Where(child => child.Status != JobStatus.Dead);

    public Job? JobVersion(string space, string id, ulong version) => tables.JobVersions.At(new(space, id, version), Index);

    /// <summary>Kept versions, newest first.</summary>
    public IReadOnlyList<Job> JobVersions(string space, string id) =>
        [.. tables.VersionsByJob.At(new(space, id), Index).OrderByDescending(job => job.Version)];

    public JobSubmission? Submission(string space, string id, ulong version) => tables.JobSubmissions.At(new(space, id, version), Index);

    public JobSummary? Summary(string space, string id) => tables.JobSummaries.At(new(space, id), Index);

    public IEnumerable<JobSummary> Summaries() => tables.JobSummaries.All(Index);

    public JobScalingEvents? ScalingEvents(string space, string id) => tables.ScalingEvents.At(new(space, id), Index);

    public PeriodicLaunch? PeriodicLaunch(string space, string id) => tables.PeriodicLaunches.At(new(space, id), Index);

    public Node? Node(string id) => tables.Nodes.At(id, Index);

    public IEnumerable<Node> Nodes() => tables.Nodes.All(Index);

    /// <summary>How many nodes there are about: may count some deleted a moment ago.</summary>
    public int NodeCount => tables.Nodes.Count;

    public Allocation? Allocation(string id) => tables.Allocations.At(id, Index);

    public IEnumerable<Allocation> Allocations() => tables.Allocations.All(Index);

    /// <summary>Allocations under the job's name, those of an earlier job of that name too.</summary>
    public IEnumerable<Allocation> AllocationsOfJob(string space, string jobId) => tables.AllocationsByJob.At(new(space, jobId), Index);

    /// <summary>The last index at which an allocation of the node was forgotten; 0 when none was since this server started.</summary>
    public ulong LastLossOf(string nodeId) => tables.NodeLosses.At(nodeId, Index)?.Index ?? 0;

    public IEnumerable<Allocation> AllocationsOfNode(string nodeId) => tables.AllocationsByNode.At(nodeId, Index);

    public IEnumerable<Allocation> AllocationsOfEvaluation(string evaluationId) => tables.AllocationsByEvaluation.At(evaluationId, Index);

    public IEnumerable<Allocation> AllocationsOfDeployment(string deploymentId) =>
        deploymentId.Length == 0 ? [] : tables.AllocationsByDeployment.At(deploymentId, Index);

    public Evaluation? Evaluation(string id) => tables.Evaluations.At(id, Index);

    public IEnumerable<Evaluation> Evaluations() => tables.Evaluations.All(Index);

    public IEnumerable<Evaluation> EvaluationsOfJob(string space, string jobId) => tables.EvaluationsByJob.At(new(space, jobId), Index);

    public Deployment? Deployment(string id) => tables.Deployments.At(id, Index);

    public IEnumerable<Deployment> Deployments() => tables.Deployments.All(Index);

    public IEnumerable<Deployment> DeploymentsOfJob(string space, string jobId) => tables.DeploymentsByJob.At(new(space, jobId), Index);

    /// <summary>The job's newest deployment, of whatever status; null when it never had one.</summary>
    public Deployment? LatestDeployment(string space, string jobId) =>
        DeploymentsOfJob(space, jobId).MaxBy(deployment => deployment.CreateIndex);

    /// <summary>What operators set, or the defaults before they did.</summary>
    public SchedulerConfiguration SchedulerConfiguration() => tables.SchedulerConfiguration.At("", Index) ?? StateDefaults.Scheduler;

    public Namespace? Namespace(string name) => tables.Namespaces.At(name, Index);

    public IEnumerable<Namespace> Namespaces() => tables.Namespaces.All(Index);

    public NodePool? NodePool(string name) => tables.NodePools.At(name, Index);

    public IEnumerable<NodePool> NodePools() => tables.NodePools.All(Index);

    public QuotaSpec? Quota(string name) => tables.Quotas.At(name, Index);

    public IEnumerable<QuotaSpec> Quotas() => tables.Quotas.All(Index);

    /// <summary>What is used of a quota; null when there is no such quota.</summary>
    public QuotaUse? QuotaUse(string name) => tables.QuotaUses.At(name, Index);

    /// <summary>The quota of a namespace; null when none limits it. Cheap while there are no quotas at all.</summary>
    public QuotaSpec? QuotaOf(string space) => tables.Quotas.Count > 0 && Namespace(space) is { Quota.Length: > 0 } own ? Quota(own.Quota) : null;

    public CSIVolume? CsiVolume(string space, string id) => tables.Volumes.At(new(space, id), Index);

    public IEnumerable<CSIVolume> CsiVolumes() => tables.Volumes.All(Index);

    /// <summary>Who uses a CSI volume, registered or not; null when nobody ever did.</summary>
    public VolumeClaims? VolumeClaims(string space, string id) => tables.VolumeClaims.At(new(space, id), Index);

    public CSIPlugin? CsiPlugin(string id) => tables.Plugins.At(id, Index);

    public IEnumerable<CSIPlugin> CsiPlugins() => tables.Plugins.All(Index);

    /// <summary>A CSI volume with its users, and whether its plugin can bring it to a node now; null when there is none of that ID.</summary>
    public VolumeStanding? Standing(string space, string id) => CsiVolume(space, id) is not { } volume ? null
        : new(volume, CsiPlugin(volume.PluginID).CanPublish(), (VolumeClaims(space, id)?.Claims).OrEmpty());

    internal IEnumerable<VolumeClaims> AllVolumeClaims() => tables.VolumeClaims.All(Index);

    internal IEnumerable<QuotaUse> AllQuotaUses() => tables.QuotaUses.All(Index);

    public AutopilotConfig Autopilot() => tables.Autopilot.At("", Index) ?? StateDefaults.Autopilot;

    public ClusterMetadata? Cluster() => tables.Cluster.At("", Index);

    internal IEnumerable<Job> AllJobVersions() => tables.JobVersions.All(Index);

    internal IEnumerable<JobSubmission> AllSubmissions() => tables.JobSubmissions.All(Index);

    internal IEnumerable<JobSubmission> Submissions(string space, string jobId) => tables.SubmissionsByJob.At(new(space, jobId), Index);

    internal IEnumerable<PeriodicLaunch> AllPeriodicLaunches() => tables.PeriodicLaunches.All(Index);

    internal IEnumerable<JobScalingEvents> AllScalingEvents() => tables.ScalingEvents.All(Index);

    internal SchedulerConfiguration? StoredSchedulerConfiguration() => tables.SchedulerConfiguration.At("", Index);

    internal AutopilotConfig? StoredAutopilot() => tables.Autopilot.At("", Index);

    internal IReadOnlyList<ulong> TableIndexes => tableIndexes;
}
