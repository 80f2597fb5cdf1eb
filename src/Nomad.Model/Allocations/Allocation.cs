using Nomad.Model.Jobs;

namespace Nomad.Model.Allocations;

/// <remarks>
/// Name &lt;job&gt;.&lt;group&gt;[&lt;index&gt;]. DesiredStatus run|stop|evict. ClientStatus
/// pending|running|complete|failed|lost|unknown. Resources/SharedResources/TaskResources are legacy views. CreateTime/ModifyTime ns.
/// AllocModifyIndex changes only on server-side changes.
/// </remarks>
public sealed record Allocation
{
    public string ID { get; init; } = "";

    public string Namespace { get; init; } = "";

    public string EvalID { get; init; } = "";

    public string Name { get; init; } = "";

    public string NodeID { get; init; } = "";

    public string NodeName { get; init; } = "";

    public string JobID { get; init; } = "";

    public Job? Job { get; init; }

    public string TaskGroup { get; init; } = "";

    public Resources? Resources { get; init; }

    public Resources? SharedResources { get; init; }

    public IReadOnlyDictionary<string, Resources>? TaskResources { get; init; }

    public AllocatedResources? AllocatedResources { get; init; }

    public AllocMetric? Metrics { get; init; }

    public string DesiredStatus { get; init; } = "";

    public string DesiredDescription { get; init; } = "";

    public DesiredTransition DesiredTransition { get; init; } = new();

    public string ClientStatus { get; init; } = "";

    public string ClientDescription { get; init; } = "";

    public IReadOnlyDictionary<string, TaskState>? TaskStates { get; init; }

    public IReadOnlyList<AllocState>? AllocStates { get; init; }

    public string PreviousAllocation { get; init; } = "";

    public string NextAllocation { get; init; } = "";

    public string DeploymentID { get; init; } = "";

    public AllocDeploymentStatus? DeploymentStatus { get; init; }

    public RescheduleTracker? RescheduleTracker { get; init; }

    public AllocNetworkStatus? NetworkStatus { get; init; }

    public string FollowupEvalID { get; init; } = "";

    public IReadOnlyList<string>? PreemptedAllocations { get; init; }

    public string PreemptedByAllocation { get; init; } = "";

    public string SigningKeyID { get; init; } = "";

    public ulong CreateIndex { get; init; }

    public ulong ModifyIndex { get; init; }

    public ulong AllocModifyIndex { get; init; }

    public long CreateTime { get; init; }

    public long ModifyTime { get; init; }
}
