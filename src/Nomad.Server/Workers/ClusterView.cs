using Nomad.Scheduling;
using Nomad.Scheduling.Nodes;
using Nomad.Server.State;

namespace Nomad.Server.Workers;

/// <summary>The state as schedulers read it. For a dry run one job may be another than the stored one.</summary>
internal sealed class ClusterView(StateSnapshot state, StateStore store, Job? instead = null) : IClusterSnapshot
{
    private NodeTable? nodes;

    public ulong Index => state.Index;

    public NodeTable NodeTable => nodes ??= store.CaptureNodes();

    public Job? Job(string space, string id) => IsInstead(space, id) ? instead : state.Job(space, id);

    public Job? JobVersion(string space, string id, ulong version) =>
        IsInstead(space, id) && instead!.Version == version ? instead : state.JobVersion(space, id, version);

    public Node? Node(string id) => state.Node(id);

    public Allocation? Allocation(string id) => state.Allocation(id);

    public IEnumerable<Allocation> AllocationsOfJob(string space, string jobId) => state.AllocationsOfJob(space, jobId);

    public IEnumerable<Allocation> AllocationsOfNode(string nodeId) => state.AllocationsOfNode(nodeId);

    public bool IsOpen(string evaluationId) => state.Evaluation(evaluationId)?.Status is EvalStatus.Pending or EvalStatus.Blocked;

    public Deployment? LatestDeployment(string space, string jobId) => state.LatestDeployment(space, jobId);

    public SiblingQueue? Siblings(Job child) => child.ParentID.Length > 0 && state.Job(child.Namespace, child.ParentID) is { } parent
        && ConcurrencyLimit.Of(parent) is { Overflow: ConcurrencyOverflows.Queue } limit
            ? new SiblingQueue(parent.ID, limit.Limit, state.LiveChildren(parent).Count(other => other.CreateIndex < child.CreateIndex)) : null;

    public QuotaRoom? Quota(string space, string region) => state.QuotaOf(space) is { } quota && quota.LimitOf(region) is { } limit
        ? new QuotaRoom(quota.Name, limit, state.QuotaUse(quota.Name)?.Amounts ?? QuotaAmounts.None) : null;

    public VolumeStanding? CsiVolume(string space, string id) => state.Standing(space, id);

    public SchedulerConfiguration SchedulerConfiguration() => state.SchedulerConfiguration();

    public SchedulerConfiguration SchedulerConfiguration(string nodePool)
    {
        var all = SchedulerConfiguration();
        return state.NodePool(nodePool)?.SchedulerConfiguration is not { } own ? all : all with
        {
            SchedulerAlgorithm = own.SchedulerAlgorithm.Length > 0 ? own.SchedulerAlgorithm : all.SchedulerAlgorithm,
            MemoryOversubscriptionEnabled = own.MemoryOversubscriptionEnabled ?? all.MemoryOversubscriptionEnabled,
        };
    }

    private bool IsInstead(string space, string id) => instead is not null && instead.Namespace == space && instead.ID == id;
}
