using Nomad.Server.State;

namespace Nomad.Server.Deployments;

/// <summary>Decides from one snapshot what a deployment needs. Pure.</summary>
public static class DeploymentReview
{
    /// <summary>
    /// <paramref name="seenIndex"/>: health up to this index was acted on before. <paramref name="left"/>: how long a group has until it must
    /// have made progress, asked only of groups with such a deadline.
    /// </summary>
    public static DeploymentStep Decide(
        StateSnapshot state, Deployment deployment, ulong seenIndex, DateTimeOffset now, Func<string, DeploymentState, TimeSpan> left)
    {
        if (deployment.Status is not (DeploymentStatus.Running or DeploymentStatus.Blocked))
            return new DeploymentStep.Wait(null);
        var allocs = state.AllocationsOfDeployment(deployment.ID).ToList();
        // It is done and waits for other regions: what fails meanwhile is replaced, and fails nothing.
        if (deployment.Status == DeploymentStatus.Blocked)
            return OnUnhealthy(state, deployment, allocs, now) as DeploymentStep.Reschedule ?? (DeploymentStep)new DeploymentStep.Wait(null);
        if (OnUnhealthy(state, deployment, allocs, now) is { } failing)
            return failing;
        var next = deployment.TaskGroups.OrEmpty()
            .Where(each => each.Value.RequireProgressBy != default && !IsDone(each.Value, HealthyNow(state, deployment, allocs, each.Key) ?? each.Value.HealthyAllocs))
            .Select(each => (Group: each.Key, Left: (TimeSpan?)left(each.Key, each.Value)))
            .OrderBy(each => each.Left).ThenBy(each => each.Group, StringComparer.Ordinal).FirstOrDefault();
        if (next.Left <= TimeSpan.Zero)
            return new DeploymentStep.Fail(DeploymentStatusDescriptions.FailedDueToProgressDeadline, next.Group);
        if (IsAutoPromotable(state, deployment))
            return new DeploymentStep.Promote();
        if (allocs.Any(alloc => alloc.DeploymentStatus is { Healthy: true } status && status.ModifyIndex > seenIndex))
            return new DeploymentStep.Continue();
        return new DeploymentStep.Wait(next.Left);
    }

    /// <summary>Why a deployment can not be promoted yet; empty when it can. <paramref name="groups"/> null = all.</summary>
    public static IReadOnlyList<string> NotPromotable(StateSnapshot state, Deployment deployment, IReadOnlyList<string>? groups)
    {
        var errors = new List<string>();
        var any = false;
        foreach (var (name, group) in deployment.TaskGroups.OrEmpty().OrderBy(each => each.Key, StringComparer.Ordinal))
        {
            if (groups is not null && !groups.Contains(name) || group.DesiredCanaries == 0)
                continue;
            any = true;
            var healthy = group.PlacedCanaries.OrEmpty().Count(id => state.Allocation(id)?.DeploymentStatus?.Healthy == true);
            if (!group.Promoted && healthy < group.DesiredCanaries)
                errors.Add($"Task group \"{name}\" has {healthy}/{group.DesiredCanaries} healthy allocations");
        }
        if (!any)
            errors.Add("no canaries to promote");
        return errors;
    }

    private static DeploymentStep? OnUnhealthy(StateSnapshot state, Deployment deployment, List<Allocation> allocs, DateTimeOffset now)
    {
        var again = new List<string>();
        foreach (var alloc in allocs)
        {
            if (!deployment.TaskGroups.OrEmpty().TryGetValue(alloc.TaskGroup, out var group) || !IsUnhealthy(alloc) && !OnlyFailed(alloc))
                continue;
            var fails = new DeploymentStep.Fail(DeploymentStatusDescriptions.FailedDueToUnhealthyAllocations, alloc.TaskGroup);
            if (IsUnhealthy(alloc) && group.ProgressDeadline.Nanoseconds == 0)
                return fails;
            if (alloc.IsServerTerminal() || alloc.NextAllocation.Length > 0 || alloc.DesiredTransition.Reschedule == true)
                continue;
            if (MayReschedule(state.Job(alloc.Namespace, alloc.JobID), alloc, now))
                again.Add(alloc.ID);
            else if (IsUnhealthy(alloc))
                return fails;
        }
        return again.Count > 0 ? new DeploymentStep.Reschedule(again) : null;
    }

    private static bool IsUnhealthy(Allocation alloc) => alloc.DeploymentStatus?.Healthy == false;

    // It had become healthy, or nobody told, so it does not speak against the deployment; but the evaluation of its failure left it to
    // the deployment.
    private static bool OnlyFailed(Allocation alloc) => alloc.ClientStatus == AllocClientStatus.Failed && !IsUnhealthy(alloc);

    private static bool MayReschedule(Job? job, Allocation alloc, DateTimeOffset now)
    {
        var policy = job?.Group(alloc.TaskGroup)?.ReschedulePolicy;
        if (policy is null)
            return false;
        if (policy.Unlimited)
            return true;
        var since = (now - policy.Interval.ToTimeSpan()).UnixNanoseconds();
        var used = alloc.RescheduleTracker?.Events.OrEmpty().Count(each => each.RescheduleTime > since) ?? 0;
        return used < policy.Attempts;
    }

    // Nodes of a system job come and go, and those that went count no more.
    private static int? HealthyNow(StateSnapshot state, Deployment deployment, List<Allocation> allocs, string group) =>
        state.Job(deployment.Namespace, deployment.JobID) is { Type: JobTypes.System }
            ? allocs.Count(alloc => alloc.TaskGroup == group && alloc.DeploymentStatus?.Healthy == true && !alloc.IsTerminal()) : null;

    // While canaries wait for a word, it is enough that they are healthy.
    private static bool IsDone(DeploymentState group, int healthy) =>
        healthy >= (group is { DesiredCanaries: > 0, Promoted: false } ? group.DesiredCanaries : group.DesiredTotal);

    private static bool IsAutoPromotable(StateSnapshot state, Deployment deployment)
    {
        var canaried = deployment.TaskGroups.OrEmpty().Values.Where(group => group.DesiredCanaries > 0).ToList();
        return canaried.Exists(group => !group.Promoted) && canaried.TrueForAll(group => group.AutoPromote
            && group.PlacedCanaries.OrEmpty().Count(id => state.Allocation(id)?.DeploymentStatus?.Healthy == true) >= group.DesiredCanaries);
    }
}
