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
    private readonly Seldom seldom = Seldom.Nothing;

    public string ID { get; init => field = value ?? ""; } = "";

    public string Namespace { get; init => field = value ?? ""; } = "";

    public string EvalID { get; init => field = value ?? ""; } = "";

    public string Name { get; init => field = value ?? ""; } = "";

    public string NodeID { get; init => field = value ?? ""; } = "";

    public string NodeName { get; init => field = value ?? ""; } = "";

    public string JobID { get; init => field = value ?? ""; } = "";

    public Job? Job { get; init; }

    public string TaskGroup { get; init => field = value ?? ""; } = "";

    public Resources? Resources
    {
        get => seldom.Resources;
        init => seldom = ReferenceEquals(seldom.Resources, value) ? seldom : seldom with { Resources = value };
    }

    public Resources? SharedResources
    {
        get => seldom.SharedResources;
        init => seldom = ReferenceEquals(seldom.SharedResources, value) ? seldom : seldom with { SharedResources = value };
    }

    public IReadOnlyDictionary<string, Resources>? TaskResources
    {
        get => seldom.TaskResources;
        init => seldom = ReferenceEquals(seldom.TaskResources, value) ? seldom : seldom with { TaskResources = value };
    }

    public AllocatedResources? AllocatedResources { get; init; }

    public AllocMetric? Metrics { get; init; }

    public string DesiredStatus { get; init => field = value ?? ""; } = "";

    public string DesiredDescription
    {
        get => seldom.DesiredDescription;
        init => seldom = seldom.DesiredDescription == (value ?? "") ? seldom : seldom with { DesiredDescription = value ?? "" };
    }

    public DesiredTransition DesiredTransition
    {
        get => seldom.DesiredTransition;
        init => seldom = seldom.DesiredTransition == (value ?? DesiredTransition.None) ? seldom : seldom with { DesiredTransition = value ?? DesiredTransition.None };
    }

    public string ClientStatus { get; init => field = value ?? ""; } = "";

    public string ClientDescription { get; init => field = value ?? ""; } = "";

    public IReadOnlyDictionary<string, TaskState>? TaskStates { get; init; }

    public IReadOnlyList<AllocState>? AllocStates
    {
        get => seldom.AllocStates;
        init => seldom = ReferenceEquals(seldom.AllocStates, value) ? seldom : seldom with { AllocStates = value };
    }

    public string PreviousAllocation
    {
        get => seldom.PreviousAllocation;
        init => seldom = seldom.PreviousAllocation == (value ?? "") ? seldom : seldom with { PreviousAllocation = value ?? "" };
    }

    public string NextAllocation
    {
        get => seldom.NextAllocation;
        init => seldom = seldom.NextAllocation == (value ?? "") ? seldom : seldom with { NextAllocation = value ?? "" };
    }

    public string DeploymentID { get; init => field = value ?? ""; } = "";

    public AllocDeploymentStatus? DeploymentStatus { get; init; }

    public RescheduleTracker? RescheduleTracker
    {
        get => seldom.RescheduleTracker;
        init => seldom = ReferenceEquals(seldom.RescheduleTracker, value) ? seldom : seldom with { RescheduleTracker = value };
    }

    public AllocNetworkStatus? NetworkStatus
    {
        get => seldom.NetworkStatus;
        init => seldom = ReferenceEquals(seldom.NetworkStatus, value) ? seldom : seldom with { NetworkStatus = value };
    }

    public string FollowupEvalID
    {
        get => seldom.FollowupEvalID;
        init => seldom = seldom.FollowupEvalID == (value ?? "") ? seldom : seldom with { FollowupEvalID = value ?? "" };
    }

    public IReadOnlyList<string>? PreemptedAllocations
    {
        get => seldom.PreemptedAllocations;
        init => seldom = ReferenceEquals(seldom.PreemptedAllocations, value) ? seldom : seldom with { PreemptedAllocations = value };
    }

    public string PreemptedByAllocation
    {
        get => seldom.PreemptedByAllocation;
        init => seldom = seldom.PreemptedByAllocation == (value ?? "") ? seldom : seldom with { PreemptedByAllocation = value ?? "" };
    }

    public string SigningKeyID
    {
        get => seldom.SigningKeyID;
        init => seldom = seldom.SigningKeyID == (value ?? "") ? seldom : seldom with { SigningKeyID = value ?? "" };
    }

    public ulong CreateIndex { get; init; }

    public ulong ModifyIndex { get; init; }

    public ulong AllocModifyIndex { get; init; }

    public long CreateTime { get; init; }

    public long ModifyTime { get; init; }

    /// <summary>
    /// What most allocations never have. Apart, because there may be a million allocations, and the garbage collector looks at every reference of each.
    /// </summary>
    private sealed record Seldom
    {
        public static readonly Seldom Nothing = new();

        public Resources? Resources { get; init; }

        public Resources? SharedResources { get; init; }

        public IReadOnlyDictionary<string, Resources>? TaskResources { get; init; }

        public string DesiredDescription { get; init; } = "";

        public DesiredTransition DesiredTransition { get; init; } = DesiredTransition.None;

        public IReadOnlyList<AllocState>? AllocStates { get; init; }

        public string PreviousAllocation { get; init; } = "";

        public string NextAllocation { get; init; } = "";

        public RescheduleTracker? RescheduleTracker { get; init; }

        public AllocNetworkStatus? NetworkStatus { get; init; }

        public string FollowupEvalID { get; init; } = "";

        public IReadOnlyList<string>? PreemptedAllocations { get; init; }

        public string PreemptedByAllocation { get; init; } = "";

        public string SigningKeyID { get; init; } = "";
    }
}
