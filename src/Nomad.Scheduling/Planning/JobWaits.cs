namespace Nomad.Scheduling.Planning;

/// <summary>
/// What work waits for apart from nodes: other groups, other jobs, older siblings. Asked only while a group has no allocation that lives; once
/// it has started, nothing here holds it back or stops it.
/// </summary>
public static class JobWaits
{
    /// <summary>How names of places among children begin.</summary>
    public const string Children = "children";

    /// <summary>The name under which those are woken that wait for anything of a job.</summary>
    public static string JobResource(string space, string id) => $"job/{space}/{id}";

    /// <summary>The name under which those are woken that wait for a place among the children of a job.</summary>
    public static string ChildrenResource(string space, string parentId) => $"{Children}/{space}/{parentId}";

    /// <summary>The first thing that holds a group back, with its name and in words; null when it may start.</summary>
    public static (string Resource, string Reason)? First(IClusterSnapshot snapshot, Job job, TaskGroup group)
    {
        if (snapshot.Siblings(job) is { } queue && queue.Before >= queue.Limit)
            return (ChildrenResource(job.Namespace, queue.ParentID),
                $"waits for one of {queue.Before} older children of job {queue.ParentID} to end: {queue.Limit} may be under way at once");
        foreach (var dependency in group.DependsOn.OrEmpty())
        {
            var target = dependency.Job.Length > 0 ? dependency.Job : job.ID;
            if (Unmet(snapshot, job, dependency) is { } reason)
                return (JobResource(job.Namespace, target), $"group {group.Name} waits: {reason}");
        }
        return null;
    }

    private static string? Unmet(IClusterSnapshot snapshot, Job job, GroupDependency dependency)
    {
        var own = dependency.Job.Length == 0 || dependency.Job == job.ID;
        var target = own ? job : snapshot.Job(job.Namespace, dependency.Job);
        var name = own ? "" : $"job {dependency.Job} ";
        if (target is null)
            return $"{name}is not registered";
        if (target.Periodic is not null || (target.ParameterizedJob is not null && !target.Dispatched))
            return $"{name}only starts children, and never runs or ends itself";
        TaskGroup[] groups = [.. target.TaskGroups.OrEmpty().Where(group => dependency.Group.Length == 0 ? group.Count > 0 : group.Name == dependency.Group)];
        if (groups.Length == 0)
            return $"{name}has no group {dependency.Group}".TrimEnd();
        var byGroup = snapshot.AllocationsOfJob(target.Namespace, target.ID).Where(alloc => alloc.Job is null || alloc.Job.CreateIndex == target.CreateIndex)
            .ToLookup(alloc => alloc.TaskGroup, StringComparer.Ordinal);
        foreach (var group in groups)
            if (Missing(target, group, [.. byGroup[group.Name]], dependency.Condition) is { } reason)
                return $"{name}group {group.Name} {reason}";
        return null;
    }

    private static string? Missing(Job job, TaskGroup group, Allocation[] allocations, string condition)
    {
        var live = allocations.Count(alloc => !AllocDesiredStatus.IsTerminal(alloc.DesiredStatus) && !AllocClientStatus.IsTerminal(alloc.ClientStatus));
        // How many a system job should have depends on the nodes; those it has must do, and it must have some.
        var everywhere = job.Type is JobTypes.System or JobTypes.Sysbatch;
        if (condition == DependencyConditions.Complete)
        {
            var ended = allocations.Count(alloc => alloc is { ClientStatus: AllocClientStatus.Complete, DesiredStatus: AllocDesiredStatus.Run });
            var most = everywhere ? 1 : group.Count;
            return live == 0 && ended >= most ? null : $"is not complete: {ended} of {most} ended well, {live} go on";
        }
        var healthy = allocations.Count(alloc => alloc is { ClientStatus: AllocClientStatus.Running, DesiredStatus: AllocDesiredStatus.Run }
            && (alloc.DeploymentID.Length == 0 || alloc.DeploymentStatus?.Healthy == true));
        var wanted = everywhere ? Math.Max(1, live) : group.Count;
        return healthy >= wanted && !job.Stop ? null : $"is not healthy: {healthy} of {wanted} are";
    }
}
