namespace Nomad.Scheduling.Reconciliation;

/// <summary>What the reconciler looks at; the same for all groups of a job.</summary>
internal sealed record ReconcileInput
{
    /// <summary>Null when the job was purged.</summary>
    public required Job? Job { get; init; }

    public required string JobID { get; init; }

    public required bool Batch { get; init; }

    /// <summary>The deployment of this very version of the job, active or ended; null when there is none.</summary>
    public Deployment? Deployment { get; init; }

    public required string EvalID { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>Node of an allocation, null when it is gone.</summary>
    public required Func<string, Node?> Node { get; init; }

    /// <summary>What a newer job means for an allocation of an older version.</summary>
    public required Func<Allocation, TaskGroup, UpdateKind> Judge { get; init; }

    /// <summary>Whether an evaluation is still to come.</summary>
    public required Func<string, bool> IsOpen { get; init; }

    public bool IsStopped => Job is null || Job.Stop;

    /// <summary>Other regions go first.</summary>
    public bool DeploymentPending => Deployment?.Status == DeploymentStatus.Pending;

    public bool DeploymentPaused => Deployment?.Status is DeploymentStatus.Paused or DeploymentStatus.Pending;

    public bool DeploymentFailed => Deployment?.Status is DeploymentStatus.Failed or DeploymentStatus.Cancelled;

    public bool DeploymentActive => Deployment is not null && DeploymentStatus.IsActive(Deployment.Status);
}
