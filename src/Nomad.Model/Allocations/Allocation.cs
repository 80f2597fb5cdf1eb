using Nomad.Model.Jobs;

namespace Nomad.Model.Allocations;

/// <summary>A task group placed on a node. <see cref="Job"/> is the version it was placed for, shared between allocations.</summary>
/// <remarks>
/// Name &lt;job&gt;.&lt;group&gt;[&lt;index&gt;]. DesiredStatus run|stop|evict. ClientStatus
/// pending|running|complete|failed|lost|unknown. Resources/SharedResources/TaskResources are legacy views. CreateTime/ModifyTime ns.
/// AllocModifyIndex changes only on server-side changes.
/// </remarks>
public sealed record Allocation
{
    public string ID { get; init => field = value ?? ""; } = "";

    public string Namespace { get; init => field = value ?? ""; } = "";

    public string EvalID { get; init => field = value ?? ""; } = "";

    public string Name { get; init => field = value ?? ""; } = "";

    public string NodeID { get; init => field = value ?? ""; } = "";

    public string NodeName { get; init => field = value ?? ""; } = "";

    public string JobID { get; init => field = value ?? ""; } = "";

    public Job? Job { get; init; }

    public string TaskGroup { get; init => field = value ?? ""; } = "";

    public Resources? Resources { get; init; }

    public Resources? SharedResources { get; init; }

    public IReadOnlyDictionary<string, Resources>? TaskResources { get; init; }

    public AllocatedResources? AllocatedResources { get; init; }

    public AllocMetric? Metrics { get; init; }

    public string DesiredStatus { get; init => field = value ?? ""; } = "";

    public string DesiredDescription { get; init => field = value ?? ""; } = "";

    public DesiredTransition DesiredTransition { get; init => field = value ?? DesiredTransition.None; } = DesiredTransition.None;

    public string ClientStatus { get; init => field = value ?? ""; } = "";

    public string ClientDescription { get; init => field = value ?? ""; } = "";

    public IReadOnlyDictionary<string, TaskState>? TaskStates { get; init; }

    public IReadOnlyList<AllocState>? AllocStates { get; init; }

    public string PreviousAllocation { get; init => field = value ?? ""; } = "";

    public string NextAllocation { get; init => field = value ?? ""; } = "";

    public string DeploymentID { get; init => field = value ?? ""; } = "";

    public AllocDeploymentStatus? DeploymentStatus { get; init; }

    public RescheduleTracker? RescheduleTracker { get; init; }

    public AllocNetworkStatus? NetworkStatus { get; init; }

    public string FollowupEvalID { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<string>? PreemptedAllocations { get; init; }

    public string PreemptedByAllocation { get; init => field = value ?? ""; } = "";

    public string SigningKeyID { get; init => field = value ?? ""; } = "";

    public ulong CreateIndex { get; init; }

    public ulong ModifyIndex { get; init; }

    public ulong AllocModifyIndex { get; init; }

    public long CreateTime { get; init; }

    public long ModifyTime { get; init; }
}
