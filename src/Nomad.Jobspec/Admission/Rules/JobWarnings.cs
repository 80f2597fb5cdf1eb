using Nomad.Model;
using Nomad.Model.Jobs;

namespace Nomad.Jobspec.Admission.Rules;

/// <summary>What an author should know though the job is accepted.</summary>
internal static class JobWarnings
{
    public static IReadOnlyList<string> Of(Job job, AdmissionOptions options)
    {
        var warnings = new ErrorList();
        var canaries = job.TaskGroups.OrEmpty().Select(group => group.Update).OfType<UpdateStrategy>().Where(update => update.Canary > 0).ToList();
        warnings.If(canaries.Any(update => update.AutoPromote) && canaries.Any(update => !update.AutoPromote),
            "auto_promote must be true for all groups to enable automatic promotion");
        foreach (var group in job.TaskGroups.OrEmpty())
            warnings.Wrap($"Group \"{group.Name}\" has warnings: ", OfGroup(group));
        warnings.If(job.Periodic is { Spec.Length: > 0 }, "cron is deprecated and may be removed in a future release. Use crons instead");
        foreach (var (group, task) in job.TaskGroups.OrEmpty().SelectMany(group => group.Tasks.OrEmpty().Select(task => (group, task))))
        {
            warnings.If(!options.MemoryOversubscription && task.Resources is { } resources && resources.MemoryMaxMB > resources.MemoryMB,
                $"Memory oversubscription is not enabled; Task \"{group.Name}.{task.Name}\" memory_max value will be ignored. Update the Scheduler Configuration to allow oversubscription.");
        }

        foreach (var warning in UnbuiltWarnings.Of(job))
            warnings.Add(warning);
        return warnings.Items;
    }

    private static ErrorList OfGroup(TaskGroup group)
    {
        var warnings = new ErrorList();
        if (group.Update is { } update && update.MaxParallel > group.Count && group.Count is not (0 or 1))
        {
            warnings.Add($"Update max parallel count is greater than task group count ({update.MaxParallel} > {group.Count}). " +
                "A destructive change would result in the simultaneous replacement of all allocations.");
        }

        warnings.If(group.Networks.OrEmpty().Any(network => network.MBits > 0), "mbits has been deprecated as of Nomad 0.12.0. Please remove mbits from the network block");
        warnings.If(group.MaxClientDisconnect is not null, "max_client_disconnect is deprecated and ignored in favor of disconnect.lost_after");
        warnings.If(group.StopAfterClientDisconnect is not null, "stop_after_client_disconnect is deprecated and ignored in favor of disconnect.stop_on_client_after");
        warnings.If(group.PreventRescheduleOnLost, "prevent_reschedule_on_lost is deprecated and ignored in favor of disconnect.replace");
        foreach (var task in group.Tasks.OrEmpty())
            warnings.Wrap($"Task \"{task.Name}\" has warnings: ", OfTask(task));
        return warnings;
    }

    private static ErrorList OfTask(JobTask task)
    {
        var warnings = new ErrorList();
        warnings.If((task.Resources?.Networks).OrEmpty().Count > 0, "task network resources have been deprecated as of Nomad 0.12.0. Please configure networking via group network block.");
        warnings.If((task.Resources?.Networks).OrEmpty().Any(network => network.MBits > 0), "mbits has been deprecated as of Nomad 0.12.0. Please remove mbits from the network block");
        warnings.If(task.Resources is { IOPS: > 0 }, "IOPS has been deprecated as of Nomad 0.9.0. Please remove IOPS resource block.");
        warnings.If(task.Templates.OrEmpty().Any(template => template.VaultGrace.Nanoseconds > 0), "VaultGrace has been deprecated as of Nomad 0.11 and ignored since Vault 0.5. Please remove VaultGrace / vault_grace from template block.");
        foreach (var identity in task.Identities.OrEmpty())
        {
            warnings.If(identity.Audience.OrEmpty().Count == 0, "identities without an audience are insecure");
            warnings.If(identity.Audience.OrEmpty().Count > 1, "while multiple audiences are allowed, it is more secure to use 1 audience per identity");
            warnings.If(identity.Env && identity.TTL.Nanoseconds > 0 && identity.ChangeMode != ChangeModes.Restart,
                $"identity \"{identity.Name}\" is in the environment without change_mode = \"restart\"; the task may keep an expired one");
            warnings.If(task.Vault is null && identity.Name.StartsWith("vault_", StringComparison.Ordinal), $"identity \"{identity.Name}\" has no effect without a vault block");
            warnings.If(identity.TTL.Nanoseconds == 0, "identities without an expiration are insecure");
        }

        return warnings;
    }
}
