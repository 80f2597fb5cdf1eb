using Nomad.Scheduling.Reconciliation;

namespace Nomad.Scheduling.Planning;

/// <summary>Which deployment a run belongs to, when one begins, ends well, or is overtaken.</summary>
internal static class JobDeployments
{
    /// <summary>The deployment of this version unless it succeeded. An active one of another version is cancelled.</summary>
    public static Deployment? Current(JobRun run)
    {
        if (run.Snapshot.LatestDeployment(run.Evaluation.Namespace, run.Evaluation.JobID) is not { } latest)
            return null;
        var active = DeploymentStatus.IsActive(latest.Status);
        if (run.IsStopped)
        {
            if (active)
                Update(run, latest, DeploymentStatus.Cancelled, DeploymentStatusDescriptions.CancelledBecauseJobIsStopped);
            return null;
        }
        if (latest.JobVersion != run.Job!.Version || latest.JobCreateIndex != run.Job.CreateIndex)
        {
            if (active)
                Update(run, latest, DeploymentStatus.Cancelled, DeploymentStatusDescriptions.CancelledDueToNewerVersionOfJob);
            return null;
        }
        if (latest.Status == DeploymentStatus.Successful)
            return null;
        run.Deployment = active ? latest : null;
        return latest;
    }

    /// <summary>Creates a deployment when a group wants one, or marks the current one successful when all groups are done.</summary>
    public static void Settle(JobRun run, Deployment? current, List<GroupChanges> changes, Dictionary<string, DeploymentState> states)
    {
        Begin(run, current, changes.Exists(own => own.WantsDeployment), states);
        if (changes.TrueForAll(own => own.DeploymentComplete))
            Complete(run, current);
    }

    /// <summary>Creates a deployment, or has the groups join one that was registered with a job of several regions and may begin now.</summary>
    public static void Begin(JobRun run, Deployment? current, bool wanted, Dictionary<string, DeploymentState> states)
    {
        if (current is null && wanted)
            run.Deployment = run.Plan.Deployment = Create(run, states);
        else if (current is { IsMultiregion: true, Status: DeploymentStatus.Running, TaskGroups: null or { Count: 0 } } && states.Count > 0)
            run.Deployment = run.Plan.Deployment = current with { TaskGroups = states, StatusDescription = Description(states) };
    }

    /// <summary>All groups are done: the deployment ends well, or waits for those of other regions. One that begins in this run is not done.</summary>
    public static void Complete(JobRun run, Deployment? current)
    {
        if (current is not { Status: DeploymentStatus.Running } || ReferenceEquals(run.Plan.Deployment, run.Deployment) && run.Plan.Deployment is not null)
            return;
        if (current.IsMultiregion)
            Update(run, current, DeploymentStatus.Blocked, DeploymentStatusDescriptions.DeploymentIsCompleteButWaitingForPeerRegion);
        else
            Update(run, current, DeploymentStatus.Successful, DeploymentStatusDescriptions.DeploymentCompletedSuccessfully);
    }

    private static Deployment Create(JobRun run, Dictionary<string, DeploymentState> states)
    {
        var job = run.Job!;
        return new Deployment
        {
            ID = run.Context.NewId(), Namespace = job.Namespace, JobID = job.ID, JobVersion = job.Version, JobModifyIndex = job.ModifyIndex,
            JobSpecModifyIndex = job.JobModifyIndex, JobCreateIndex = job.CreateIndex,
            TaskGroups = states, Status = DeploymentStatus.Running, EvalPriority = run.Evaluation.Priority,
            StatusDescription = Description(states),
            CreateTime = run.Context.NowNanoseconds, ModifyTime = run.Context.NowNanoseconds,
        };
    }

    private static string Description(Dictionary<string, DeploymentState> states)
    {
        var canaries = states.Values.Where(state => state.DesiredCanaries > 0).ToList();
        return canaries.Count == 0 ? DeploymentStatusDescriptions.DeploymentIsRunning
            : canaries.TrueForAll(state => state.AutoPromote) ? DeploymentStatusDescriptions.DeploymentIsRunningPendingAutomaticPromotion
            : DeploymentStatusDescriptions.DeploymentIsRunningButRequiresManualPromotion;
    }

    private static void Update(JobRun run, Deployment deployment, string status, string description) => run.Plan.DeploymentUpdates.Add(
        new DeploymentStatusUpdate { DeploymentID = deployment.ID, Status = status, StatusDescription = description, UpdatedAt = run.Context.NowNanoseconds });
}
