using Nomad.Scheduling.Nodes;

namespace Nomad.Scheduling;

/// <summary>
/// What a scheduler reads: the whole cluster as it was at <see cref="Index"/>. Every answer belongs to that one index; implementations may be
/// asked from one thread at a time.
/// </summary>
public interface IClusterSnapshot
{
    ulong Index { get; }

    /// <summary>The newest version of a job, also when it is stopped; null when it was purged or never existed.</summary>
    Job? Job(string space, string id);

    Job? JobVersion(string space, string id, ulong version);

    Node? Node(string id);

    Allocation? Allocation(string id);

    /// <summary>Every allocation of a job that is still stored, of all versions, live or not.</summary>
    IEnumerable<Allocation> AllocationsOfJob(string space, string jobId);

    /// <summary>Every allocation on a node; the scheduler skips those that use nothing any more.</summary>
    IEnumerable<Allocation> AllocationsOfNode(string nodeId);

    /// <summary>Whether an evaluation is still to be worked out.</summary>
    bool IsOpen(string evaluationId);

    Deployment? LatestDeployment(string space, string jobId);

    /// <summary>Where a job stands among its siblings when its parent limits them and lets the others wait; null otherwise.</summary>
    SiblingQueue? Siblings(Job child) => null;

    /// <summary>The quota that limits a namespace in a region; null when none does.</summary>
    QuotaRoom? Quota(string space, string region) => null;

    /// <summary>A volume of a plugin and who uses it; null when there is none of that ID.</summary>
    VolumeStanding? CsiVolume(string space, string id) => null;

    SchedulerConfiguration SchedulerConfiguration();

    /// <summary>The same for jobs of a node pool, which may have another algorithm and its own word about memory oversubscription.</summary>
    SchedulerConfiguration SchedulerConfiguration(string nodePool) => SchedulerConfiguration();

    /// <summary>
    /// All nodes with what they have and what is used of it, as columns. It may be newer than <see cref="Index"/> (the plan applier checks
    /// again), never older.
    /// </summary>
    NodeTable NodeTable { get; }
}
