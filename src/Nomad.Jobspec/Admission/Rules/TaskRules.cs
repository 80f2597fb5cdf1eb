using System.Text.RegularExpressions;
using Nomad.Model;
using Nomad.Model.Constraints;
using Nomad.Model.Jobs;

namespace Nomad.Jobspec.Admission.Rules;

/// <summary>What must hold for a task.</summary>
internal static partial class TaskRules
{
    public static void Check(Job job, TaskGroup group, JobTask task, ErrorList errors)
    {
        errors.If(task.Name.Length == 0, "Missing task name");
        errors.If(task.Name == "alloc", "Task cannot be named \"alloc\"");
        // The name is a folder of the allocation.
        errors.If(task.Name is "." or "..", $"Task cannot be named \"{task.Name}\"");
        errors.If(task.Name.AsSpan().IndexOfAny('/', '\\') >= 0, "Task name cannot include slashes");
        errors.If(task.Name.Contains('\0', StringComparison.Ordinal), "Task name cannot include null characters");
        errors.If(task.Driver.Length == 0, "Missing task driver");
        errors.If(task.KillTimeout.Nanoseconds < 0, "KillTimeout must be a positive value");
        if (group.Update is { ProgressDeadline.Nanoseconds: > 0 } update && job.Type == JobTypes.Service && task.KillTimeout > update.ProgressDeadline)
            errors.Add($"KillTimout ({task.KillTimeout}) longer than the group's ProgressDeadline ({update.ProgressDeadline})");
        errors.If(task.ShutdownDelay.Nanoseconds < 0, "ShutdownDelay must be a positive value");
        CheckResources(task, errors);
        CheckLogs(group, task, errors);
        PlacementRules.CheckConstraints(task.Constraints, errors);
        foreach (var (i, constraint) in task.Constraints.OrEmpty().Index())
        {
            errors.If(constraint.Operand is Operands.DistinctHosts or Operands.DistinctProperty,
                $"Constraint {i + 1} has disallowed Operand at task level: {constraint.Operand}");
        }

        if (job.Type == JobTypes.System)
            errors.If(task.Affinities.OrEmpty().Count > 0, "System jobs may not have an affinity block");
        else
            PlacementRules.CheckAffinities(task.Affinities, errors);
        if (task.RestartPolicy is { } restart)
            PolicyRules.CheckRestart(restart, errors);
        ServiceRules.CheckTask(group, task, errors);
        if (task.Lifecycle is { } lifecycle)
        {
            errors.If(lifecycle.Hook.Length == 0, "no lifecycle hook provided");
            errors.If(lifecycle.Hook is not ("" or LifecycleHooks.Prestart or LifecycleHooks.Poststart or LifecycleHooks.Poststop), $"invalid hook: {lifecycle.Hook}");
        }

        CheckFiles(task, errors);
        CheckSecrets(task, errors);
        foreach (var (i, mount) in task.VolumeMounts.OrEmpty().Index())
            errors.If(!group.Volumes.OrEmpty().ContainsKey(mount.Volume), $"Volume Mount ({i}) references undefined volume {mount.Volume}");
        CheckConnectProxy(task, errors);
        if (task.CSIPluginConfig is { } plugin)
            PluginRules.Check(plugin, errors);
        if (task.Schedule is { } schedule)
            ScheduleRules.Check(schedule, errors);
        foreach (var policy in task.ScalingPolicies.OrEmpty())
            errors.Add($"scaling policy type \"{policy.Type}\" is not valid");
        foreach (var action in task.Actions.OrEmpty().GroupBy(action => action.Name).Where(same => same.Count() > 1))
            errors.Add($"Action {action.Key} defined multiple times");
        foreach (var action in task.Actions.OrEmpty())
            errors.If(action.Command.Length == 0, $"Action {action.Name} validation failed: command cannot be empty");
    }

    /// <summary>Whether a relative path, with the task's directory variables taken as directories, leaves the allocation.</summary>
    internal static bool Escapes(string path)
    {
        var depth = 1; // a task's own directory lies one below that of its allocation
        foreach (var part in DirectoryVariable().Replace(path, "x").Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            depth += part switch { "." => 0, ".." => -1, _ => 1 };
            if (depth < 0)
                return true;
        }

        return false;
    }

    private static void CheckConnectProxy(JobTask task, ErrorList errors)
    {
        if (!task.Kind.StartsWith("connect-", StringComparison.Ordinal) || task.Kind.StartsWith("connect-native:", StringComparison.Ordinal))
            return;
        errors.If(task.Services.OrEmpty().Count > 0, "Connect proxy task must not have a service block");
        errors.If(task.Leader, "Connect proxy task must not have leader set");
    }

    private static void CheckResources(JobTask task, ErrorList errors)
    {
        if (task.Resources is not { } resources)
        {
            errors.Add("Missing task resources");
            return;
        }

        errors.If(resources is { Cores: > 0, CPU: > 0 }, "Task can only ask for 'cpu' or 'cores' resource, not both.");
        errors.If(resources.Cores < 0, $"cores value ({resources.Cores}) cannot be negative");
        errors.If(resources.Cores <= 0 && resources.CPU < 1, $"minimum CPU value is 1; got {resources.CPU}");
        errors.If(resources.MemoryMB < 10, $"minimum MemoryMB value is 10; got {resources.MemoryMB}");
        errors.If(resources.DiskMB > 0, "Task can't ask for disk resources, they have to be specified at the task group level.");
        errors.If(resources.MemoryMaxMB is not (0 or -1) && resources.MemoryMaxMB < resources.MemoryMB,
            $"MemoryMaxMB value ({resources.MemoryMaxMB}) should be larger than MemoryMB value ({resources.MemoryMB})");
        errors.If(resources.SecretsMB > resources.MemoryMB, $"SecretsMB value ({resources.SecretsMB}) cannot be larger than MemoryMB value ({resources.MemoryMB})");
        errors.If(resources.NUMA is { Affinity: not (NumaAffinities.None or NumaAffinities.Prefer or NumaAffinities.Require) }, "numa affinity must be one of none, prefer, or require");
        foreach (var device in (resources.NUMA?.Devices).OrEmpty())
            errors.If(resources.Devices.OrEmpty().All(asked => asked.Name != device), $"numa device \"{device}\" is not among the devices that the task asks for");
        foreach (var (i, device) in resources.Devices.OrEmpty().Index())
        {
            errors.If(device.Name.Length == 0, $"device {i + 1} is invalid: no name given");
            PlacementRules.CheckConstraints(device.Constraints, errors);
            PlacementRules.CheckAffinities(device.Affinities, errors);
        }
    }

    private static void CheckLogs(TaskGroup group, JobTask task, ErrorList errors)
    {
        if (task.LogConfig is not { } logs)
        {
            errors.Add("Missing Log Config");
            return;
        }

        if (logs.Disabled)
            return;
        errors.If(logs.MaxFiles < 1, $"minimum number of files is 1; got {logs.MaxFiles}");
        errors.If(logs.MaxFileSizeMB < 1, $"minimum file size is 1MB; got {logs.MaxFileSizeMB}");
        var storage = (long)logs.MaxFiles * logs.MaxFileSizeMB;
        errors.If(group.EphemeralDisk is { } disk && disk.SizeMB <= storage,
            $"log storage ({storage} MB) must be less than requested disk capacity ({group.EphemeralDisk?.SizeMB} MB)");
    }

    private static void CheckFiles(JobTask task, ErrorList errors)
    {
        var destinations = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (i, template) in task.Templates.OrEmpty().Index())
        {
            var inner = new ErrorList();
            TemplateRules.Check(template, inner);
            errors.Wrap($"Template {i + 1} validation failed: ", inner);
            if (!destinations.TryAdd(template.DestPath, i + 1))
                errors.Add($"Template {i + 1} has same destination as {destinations[template.DestPath]}");
        }

        foreach (var (i, artifact) in task.Artifacts.OrEmpty().Index())
        {
            var inner = new ErrorList();
            ArtifactRules.Check(artifact, inner);
            errors.Wrap($"Artifact {i + 1} validation failed: ", inner);
        }

        errors.If(task.DispatchPayload is { } payload && Escapes(payload.File), "Dispatch Payload validation failed: destination escapes allocation directory");
    }

    private static void CheckSecrets(JobTask task, ErrorList errors)
    {
        if (task.Vault is { } vault)
        {
            errors.If(vault.ChangeMode == ChangeModes.Signal && vault.ChangeSignal.Length == 0, "Signal must be specified when using change mode \"signal\"");
            errors.If(vault.ChangeMode is not (ChangeModes.Noop or ChangeModes.Restart or ChangeModes.Signal), $"Unknown change mode \"{vault.ChangeMode}\"");
        }

        foreach (var same in task.Secrets.OrEmpty().GroupBy(secret => secret.Name).Where(same => same.Count() > 1))
            errors.Add($"Duplicate secret \"{same.Key}\" found");
        foreach (var secret in task.Secrets.OrEmpty())
        {
            errors.If(secret.Name.Length == 0, "secret name cannot be empty");
            errors.If(secret.Provider.Length == 0, "secret provider cannot be empty");
            errors.If(secret.Path.Length == 0, "secret path cannot be empty");
        }

        errors.If(task.Identities.OrEmpty().Any(identity => identity.Name is "" or "default"), "Duplicate default identities found");
        foreach (var identity in task.Identities.OrEmpty().Append(task.Identity).OfType<WorkloadIdentity>())
        {
            errors.If(!IdentityName().IsMatch(identity.Name), $"Identity \"{identity.Name}\" is invalid: invalid name");
            errors.If(identity.Audience.OrEmpty().Any(string.IsNullOrEmpty), $"Identity \"{identity.Name}\" is invalid: an empty string is an invalid audience");
            errors.If(identity.ChangeSignal.Length > 0 && identity.ChangeMode != ChangeModes.Signal, $"Identity \"{identity.Name}\" is invalid: can only use change_signal with change_mode=\"signal\"");
            errors.If(identity.TTL.Nanoseconds < 0, $"Identity \"{identity.Name}\" is invalid: ttl must be >= 0");
            errors.If(identity is { Name: "default", TTL.Nanoseconds: > 0 }, "Identity \"default\" is invalid: ttl for default identity not yet supported");
            errors.If(identity.Filepath.Length > 0 && !identity.File, $"Identity \"{identity.Name}\" is invalid: file parameter must be true in order to specify filepath");
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,128}\z")]
    private static partial Regex IdentityName();

    [GeneratedRegex(@"\$\{[^}]*\}")]
    private static partial Regex DirectoryVariable();
}
