namespace Nomad.Server.State;

/// <summary>Questions about documents that the servers ask all the time.</summary>
public static class Facts
{
    /// <summary>Whether an evaluation was woken for one node and looked at that node only.</summary>
    public static bool IsOfOneNode(this Evaluation eval) => eval.NodeID.Length > 0 && eval.TriggeredBy == EvalTriggers.QueuedAllocs;

    /// <summary>Whether an evaluation left nothing waiting: neither for room nor for other work.</summary>
    public static bool PlacedAll(this Evaluation eval) => eval.FailedTGAllocs.OrEmpty().Count == 0 && eval.MissingNonNodeResources.OrEmpty().Count == 0;

    /// <summary>The client will not run it any more.</summary>
    public static bool IsClientTerminal(this Allocation alloc) =>
        alloc.ClientStatus is AllocClientStatus.Complete or AllocClientStatus.Failed or AllocClientStatus.Lost;

    /// <summary>The servers do not want it any more.</summary>
    public static bool IsServerTerminal(this Allocation alloc) => alloc.DesiredStatus is AllocDesiredStatus.Stop or AllocDesiredStatus.Evict;

    public static bool IsTerminal(this Allocation alloc) => alloc.IsServerTerminal() || alloc.IsClientTerminal();

    public static bool IsTerminal(this Evaluation eval) => eval.Status is EvalStatus.Complete or EvalStatus.Failed or EvalStatus.Canceled;

    /// <summary>Not over: running, paused, or waiting for other regions.</summary>
    public static bool IsActive(this Deployment deployment) => deployment.Status is DeploymentStatus.Running or DeploymentStatus.Paused
        or DeploymentStatus.Initializing or DeploymentStatus.Pending or DeploymentStatus.Blocked or DeploymentStatus.Unblocking;

    public static bool IsPeriodic(this Job job) => job.Periodic is not null;

    public static bool IsParameterized(this Job job) => job.ParameterizedJob is not null && !job.Dispatched;

    public static TaskGroup? Group(this Job job, string name)
    {
        foreach (var group in job.TaskGroups.OrEmpty())
        {
            if (group.Name == name)
                return group;
        }
        return null;
    }

    /// <summary>Whether a plugin is healthy somewhere, its controller too where it needs one; not when there is none.</summary>
    public static bool CanPublish(this CSIPlugin? plugin) => plugin is { NodesHealthy: > 0 } && (!plugin.ControllerRequired || plugin.ControllersHealthy > 0);

    /// <summary>Placements go there: ready, eligible, not draining.</summary>
    public static bool TakesPlacements(this Node node) => node.Status == NodeStatus.Ready && node.DrainStrategy is null
        && node.SchedulingEligibility == NodeEligibility.Eligible;

    /// <summary>Unix nanoseconds of a moment.</summary>
    public static long UnixNanoseconds(this DateTimeOffset moment) =>
        (moment.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) * TimeSpan.NanosecondsPerTick;

    public static DateTimeOffset FromUnixNanoseconds(long nanoseconds) =>
        DateTimeOffset.UnixEpoch.AddTicks(nanoseconds / TimeSpan.NanosecondsPerTick);
}
