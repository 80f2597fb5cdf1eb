namespace Nomad.Scheduling.Rebalancing;

/// <summary>How many more allocations of a group may leave their nodes now: the migrate rules, for drains and rebalancing alike. Pure.</summary>
public static class MigrateBudget
{
    /// <param name="group">As its job says now.</param>
    /// <param name="ofJob">All allocations of the job.</param>
    public static int Of(TaskGroup group, IEnumerable<Allocation> ofJob)
    {
        var healthy = ofJob.Count(alloc => alloc.TaskGroup == group.Name && !AllocDesiredStatus.IsTerminal(alloc.DesiredStatus)
            && !AllocClientStatus.IsTerminal(alloc.ClientStatus) && alloc.DesiredTransition.Migrate != true && IsHealthy(alloc));
        return healthy - (group.Count - Math.Max(1, group.Migrate?.MaxParallel ?? 1));
    }

    // One without a verdict counts once it runs: jobs without an update block never get one.
    private static bool IsHealthy(Allocation alloc) =>
        alloc.DeploymentStatus?.Healthy ?? alloc.DeploymentID.Length == 0 && alloc.ClientStatus == AllocClientStatus.Running;
}
