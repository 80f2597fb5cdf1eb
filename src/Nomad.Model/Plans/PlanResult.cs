using Nomad.Model.Allocations;
using Nomad.Model.Deployments;

namespace Nomad.Model.Plans;

/// <summary>The part of a plan that the leader committed.</summary>
public sealed record PlanResult
{
    public IReadOnlyDictionary<string, IReadOnlyList<Allocation>>? NodeUpdate { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyList<Allocation>>? NodeAllocation { get; init; }

    public Deployment? Deployment { get; init; }

    public IReadOnlyList<DeploymentStatusUpdate>? DeploymentUpdates { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyList<Allocation>>? NodePreemptions { get; init; }

    public IReadOnlyList<string>? RejectedNodes { get; init; }

    public IReadOnlyList<string>? IneligibleNodes { get; init; }

    public ulong RefreshIndex { get; init; }

    public ulong AllocIndex { get; init; }
}
