namespace Nomad.Server.State;

/// <summary>The tables, each with an index of its own: the Raft index that touched it last.</summary>
public enum StateTable
{
    Jobs,
    JobVersions,
    JobSubmissions,
    JobSummaries,
    Nodes,
    Allocations,
    Evaluations,
    Deployments,
    SchedulerConfiguration,
    Namespaces,
    NodePools,
    Autopilot,
    PeriodicLaunches,
    ScalingEvents,
    Cluster,
    Quotas,
    QuotaUses,
    Volumes,
    VolumeClaims,
    Plugins,
}

/// <summary>Some of the tables.</summary>
internal readonly record struct TableSet(uint Bits)
{
    public bool Contains(StateTable table) => (Bits & 1u << (int)table) != 0;

    public TableSet With(StateTable table) => new(Bits | 1u << (int)table);
}
