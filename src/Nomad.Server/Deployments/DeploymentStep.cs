namespace Nomad.Server.Deployments;

/// <summary>What a deployment needs next. A closed family.</summary>
public abstract record DeploymentStep
{
    /// <summary>Nothing now; look again after <paramref name="For"/> at the latest (null: only when something changes).</summary>
    public sealed record Wait(TimeSpan? For) : DeploymentStep;

    /// <summary>It fails, for the reason given; <paramref name="Group"/> is the group that failed, null when all did.</summary>
    public sealed record Fail(string Description, string? Group) : DeploymentStep;

    /// <summary>All canaries are good and need nobody's word.</summary>
    public sealed record Promote : DeploymentStep;

    /// <summary>Allocations may be replaced, and the scheduler should look.</summary>
    public sealed record Reschedule(IReadOnlyList<string> AllocationIDs) : DeploymentStep;

    /// <summary>There was progress: the scheduler should go on.</summary>
    public sealed record Continue : DeploymentStep;
}
