using Nomad.Model;
using Nomad.Model.Jobs;
using Nomad.Model.Services;

namespace Nomad.Jobspec.Admission.Rules;

/// <summary>What must hold for a group.</summary>
internal static class GroupRules
{
    private const int MinDisk = 10;

    public static void Check(Job job, TaskGroup group, ErrorList errors)
    {
        errors.If(group.Name.Length == 0, "Missing task group name");
        errors.If(group.Name.Contains('\0', StringComparison.Ordinal), "Task group name contains null character");
        errors.If(group.Count < 0, "Task group count can't be negative");
        errors.If(group.Tasks.OrEmpty().Count == 0, "Missing tasks for task group");
        errors.If(group.MaxRunDuration is not null && job.Type is not (JobTypes.Batch or JobTypes.Sysbatch), $"Job type \"{job.Type}\" does not allow max_run_duration");
        errors.If(group.MaxRunDuration is { Nanoseconds: <= 0 }, "MaxRunDuration must be greater than zero");
        PlacementRules.CheckConstraints(group.Constraints, errors);
        if (job.Type == JobTypes.System)
        {
            errors.If(group.Affinities.OrEmpty().Count > 0, "System jobs may not have an affinity block");
            errors.If(group.Spreads.OrEmpty().Count > 0, "System jobs may not have a spread block");
        }
        else
        {
            PlacementRules.CheckAffinities(group.Affinities, errors);
            PlacementRules.CheckSpreads(group.Spreads, errors);
        }

        NearChecks.Check(job, group, errors);
        CheckPolicies(job, group, errors);
        DependencyRules.Check(job, group, errors);
        NetworkRules.Check(group, errors);
        foreach (var (name, volume) in group.Volumes.OrEmpty().OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var inner = new ErrorList();
            VolumeRules.Check(job, group, volume, inner);
            errors.Wrap($"Task group volume validation for {name} failed: ", inner);
        }

        ServiceRules.CheckGroup(group, errors);
        ScalingRules.Check(group, errors);
        CheckTasks(job, group, errors);
    }

    private static void CheckPolicies(Job job, TaskGroup group, ErrorList errors)
    {
        if (group.RestartPolicy is { } restart)
            PolicyRules.CheckRestart(restart, errors);
        else
            errors.Add($"Task Group {group.Name} should have a restart policy");
        if (job.Type is JobTypes.System or JobTypes.Sysbatch)
            errors.If(group.ReschedulePolicy is not null, "System or sysbatch jobs should not have a reschedule policy");
        else if (group.ReschedulePolicy is { } reschedule)
            PolicyRules.CheckReschedule(reschedule, errors);
        else if (job.Type is JobTypes.Service or JobTypes.Batch)
            errors.Add($"Task Group {group.Name} should have a reschedule policy");
        if (group.EphemeralDisk is { } disk)
            errors.If(disk.SizeMB < MinDisk, $"minimum DiskMB value is {MinDisk}; got {disk.SizeMB}");
        else
            errors.Add($"Task Group {group.Name} should have an ephemeral disk object");
        if (group.Update is { } update)
        {
            errors.If(job.Type is not (JobTypes.Service or JobTypes.System), $"Job type \"{job.Type}\" does not allow update block");
            PolicyRules.CheckUpdate(update, errors);
        }

        if (group.Migrate is { } migrate)
        {
            errors.If(job.Type != JobTypes.Service, $"Job type \"{job.Type}\" does not allow migrate block");
            PolicyRules.CheckMigrate(migrate, errors);
        }

        if (group.Disconnect is { } disconnect)
            PolicyRules.CheckDisconnect(job, disconnect, errors);
    }

    private static void CheckTasks(Job job, TaskGroup group, ErrorList errors)
    {
        var tasks = group.Tasks.OrEmpty();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (i, task) in tasks.Index())
        {
            if (task.Name.Length == 0)
                errors.Add($"Task {i + 1} missing name");
            else if (!seen.TryAdd(task.Name, i + 1))
                errors.Add($"Task {i + 1} redefines '{task.Name}' from task {seen[task.Name]}");
        }

        errors.If(tasks.Count(task => task.Leader) > 1, "Only one task may be marked as leader");
        errors.If(tasks.Count > 0 && tasks.All(task => task.Lifecycle is not null), $"Task group {group.Name} must have at least one main task");
        foreach (var task in tasks)
        {
            var inner = new ErrorList();
            TaskRules.Check(job, group, task, inner);
            errors.Wrap($"Task {task.Name} validation failed: ", inner);
        }
    }
}
