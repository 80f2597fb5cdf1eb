namespace Nomad.Scheduling.Rebalancing;

/// <summary>How many more allocations of a group may leave their nodes now: the migrate rules, for drains and rebalancing alike. Pure.</summary>
public static class MigrateBudget
{
    /// <param name="group">As its job says now.</param>
    /// <param name="ofJob">All allocations of the job.</param>
    public static int Of(TaskGroup group, IEnumerable<Allocation> ofJob)
    {
        var judged = group.Migrate is { HealthCheck: not HealthChecks.Manual };
        var healthy = ofJob.Count(alloc => alloc.TaskGroup == group.Name && !AllocDesiredStatus.IsTerminal(alloc.DesiredStatus)
            && !AllocClientStatus.IsTerminal(alloc.ClientStatus) && alloc.DesiredTransition.Migrate != true && IsSettled(alloc, judged));
        return healthy - (group.Count - Math.Max(1, group.Migrate?.MaxParallel ?? 1));
    }

    // Its client has said whether it is healthy, after min_healthy_time at the soonest. One that nobody judges counts once it runs.
    private static bool IsSettled(Allocation alloc, bool judged) =>
        alloc.DeploymentStatus?.Healthy is not null || (alloc.DeploymentID.Length == 0 && !judged && alloc.ClientStatus == AllocClientStatus.Running);
}
