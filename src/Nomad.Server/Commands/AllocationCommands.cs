namespace Nomad.Server.Commands;

/// <summary>
/// Reports of clients. Only what a client owns is read from each allocation. <paramref name="Time"/>: unix ns.
/// </summary>
public sealed record UpdateAllocationsFromClient(
    IReadOnlyList<Allocation> Allocations, IReadOnlyList<Evaluation> Evaluations, long Time) : Command;

/// <summary>Asks allocations to move, restart elsewhere and the like, with the evaluations that act on it.</summary>
public sealed record SetAllocationTransitions(
    IReadOnlyDictionary<string, DesiredTransition> Transitions, IReadOnlyList<Evaluation> Evaluations, long Time) : Command;

/// <summary>
/// The part of a plan that was accepted. Stops and preemptions carry only what changes; placements carry no job but the version
/// they run (see <see cref="PlanCodec"/>).
/// </summary>
public sealed record ApplyPlan : Command
{
    public required string EvaluationID { get; init; }

    public required string Namespace { get; init; }

    public required string JobID { get; init; }

    /// <summary>The version that placements without a job of their own run.</summary>
    public required ulong JobVersion { get; init; }

    public IReadOnlyList<PlannedStop> Stops { get; init; } = [];

    public IReadOnlyList<PlannedPreemption> Preemptions { get; init; } = [];

    public IReadOnlyList<PlannedPlacement> Placements { get; init; } = [];

    public Deployment? Deployment { get; init; }

    public IReadOnlyList<DeploymentStatusUpdate> DeploymentUpdates { get; init; } = [];

    /// <summary>For the jobs that lose allocations to this plan.</summary>
    public IReadOnlyList<Evaluation> PreemptionEvaluations { get; init; } = [];

    public IReadOnlyList<string> IneligibleNodes { get; init; } = [];

    /// <summary>
    /// What the evaluation comes to with this plan: itself as it ends, and blocked ones. Written with the plan, so that an evaluation whose
    /// plan held takes one entry. Empty when the plan held in part only: then a worker goes on with it.
    /// </summary>
    public IReadOnlyList<Evaluation> Outcome { get; init; } = [];

    /// <summary>When the leader accepted it: unix ns.</summary>
    public required long Time { get; init; }
}

/// <summary>An allocation that is stopped or lost.</summary>
public sealed record PlannedStop(string AllocationID, string DesiredStatus, string DesiredDescription, string ClientStatus, string FollowupEvalID)
{
    public IReadOnlyList<AllocState>? AllocStates { get; init; }

    public RescheduleTracker? RescheduleTracker { get; init; }
}

/// <summary>An allocation that makes room for a more important one.</summary>
public sealed record PlannedPreemption(string AllocationID, string ByAllocationID);

/// <summary>A new or changed allocation and the version of the job it runs; the job itself is not part of the entry. A value: a plan has thousands.</summary>
public readonly record struct PlannedPlacement(Allocation Allocation, ulong JobVersion)
{
    /// <summary>What the entry says; "" when it is as the state has it, which then fills it in.</summary>
    public string NodeName { get; init; } = Allocation.NodeName;
}
