using Nomad.Model.Allocations;
using Nomad.Model.Deployments;
using Nomad.Model.Jobs;

namespace Nomad.Model.Plans;

/// <summary>What a scheduler asks the leader to commit, seen from one snapshot.</summary>
/// <remarks>
/// NodeUpdate/NodeAllocation/NodePreemptions keyed by node ID.
/// </remarks>
public sealed record Plan
{
    public string EvalID { get; init => field = value ?? ""; } = "";

    public string EvalToken { get; init => field = value ?? ""; } = "";

    public int Priority { get; init; }

    public bool AllAtOnce { get; init; }

    public Job? Job { get; init; }

    public PlanJobTuple? JobInfo { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyList<Allocation>>? NodeUpdate { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyList<Allocation>>? NodeAllocation { get; init; }

    public PlanAnnotations? Annotations { get; init; }

    public Deployment? Deployment { get; init; }

    public IReadOnlyList<DeploymentStatusUpdate>? DeploymentUpdates { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyList<Allocation>>? NodePreemptions { get; init; }

    public ulong SnapshotIndex { get; init; }
}
