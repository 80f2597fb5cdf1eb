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

    public static void Begin(JobRun run, Deployment? current, bool wanted, Dictionary<string, DeploymentState> states)
    {
        if (current is null && wanted)
            run.Deployment = run.Plan.Deployment = Create(run, states);
    }

    public static void Complete(JobRun run, Deployment? current)
    {
        if (current is { Status: DeploymentStatus.Running })
            Update(run, current, DeploymentStatus.Successful, DeploymentStatusDescriptions.DeploymentCompletedSuccessfully);
    }

    private static Deployment Create(JobRun run, Dictionary<string, DeploymentState> states)
    {
        var job = run.Job!;
        var canaries = states.Values.Where(state => state.DesiredCanaries > 0).ToList();
        return new Deployment
        {
            ID = run.Context.NewId(), Namespace = job.Namespace, JobID = job.ID, JobVersion = job.Version, JobModifyIndex = job.ModifyIndex,
            JobSpecModifyIndex = job.JobModifyIndex, JobCreateIndex = job.CreateIndex, IsMultiregion = job.Multiregion is not null,
            TaskGroups = states, Status = DeploymentStatus.Running, EvalPriority = run.Evaluation.Priority,
            StatusDescription = canaries.Count == 0 ? DeploymentStatusDescriptions.DeploymentIsRunning
                : canaries.TrueForAll(state => state.AutoPromote) ? DeploymentStatusDescriptions.DeploymentIsRunningPendingAutomaticPromotion
                : DeploymentStatusDescriptions.DeploymentIsRunningButRequiresManualPromotion,
            CreateTime = run.Context.NowNanoseconds, ModifyTime = run.Context.NowNanoseconds,
        };
    }

    private static void Update(JobRun run, Deployment deployment, string status, string description) => run.Plan.DeploymentUpdates.Add(
        new DeploymentStatusUpdate { DeploymentID = deployment.ID, Status = status, StatusDescription = description, UpdatedAt = run.Context.NowNanoseconds });
}
