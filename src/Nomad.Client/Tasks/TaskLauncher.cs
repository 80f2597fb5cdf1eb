using System.Text.Json;
using Nomad.Client.Fingerprinting;
using Nomad.Client.Tasks.Environment;
using Nomad.Client.Tasks.Hooks;
using Nomad.Drivers;
using Nomad.Model;
using Nomad.Model.Allocations;

namespace Nomad.Client.Tasks;

/// <summary>Prepares one start of a task: steps, environment, and what the driver is told.</summary>
internal sealed class TaskLauncher(TaskParts parts, TaskRecord record)
{
    private const int MegabyteShift = 20;
    private const int DefaultLogFiles = 10;
    private const int DefaultLogFileMegabytes = 10;

    private static readonly IReadOnlyDictionary<string, JsonElement> NoConfig = new Dictionary<string, JsonElement>();

    /// <exception cref="TaskHookException">A step failed.</exception>
    public async Task<TaskConfig> PrepareAsync(IDriver driver, string taskId, CancellationToken cancellation)
    {
        var alloc = parts.Allocation();
        var source = Source(alloc, driver);
        var setup = new TaskSetup
        {
            Allocation = alloc,
            Group = parts.Group,
            Task = parts.Task,
            Folder = parts.Folder,
            Driver = driver,
            Options = parts.Shared.Options,
            HostView = EnvironmentBuilder.Build(source with { TaskView = HostPaths() }),
            Record = record,
        };
        await TaskHooks.RunAsync(setup, cancellation);
        var environment = EnvironmentBuilder.Build(source with { Hooks = setup.Variables, Templates = setup.TemplateVariables });
        return Config(alloc, taskId, environment, setup);
    }

    private EnvironmentSource Source(Allocation alloc, IDriver driver)
    {
        var options = parts.Shared.Options;
        var isolation = driver.Capabilities.Filesystem;
        return new EnvironmentSource
        {
            Node = parts.Shared.Node(),
            Allocation = alloc,
            Group = parts.Group,
            Task = parts.Task,
            TaskView = isolation == FilesystemIsolation.None ? HostPaths() : TaskPaths.Isolated,
            Region = options.Region,
            ParentCgroup = ParentCgroup(),
            Host = isolation == FilesystemIsolation.Image ? new Dictionary<string, string>()
                : HostEnvironment.Filter(HostEnvironment.OfThisProcess(), options.Options),
            Network = alloc.NetworkStatus,
        };
    }

    private TaskPaths HostPaths() => new(parts.Folder.Shared, parts.Folder.Local(parts.Task.Name), parts.Folder.Secrets(parts.Task.Name));

    private string ParentCgroup()
    {
        if (parts.Shared.Options.CgroupParent is { Length: > 0 } configured)
            return configured;
        return parts.Shared.Node().Attributes.OrEmpty().GetValueOrDefault("os.cgroups.version") switch
        {
            "2" => "nomad.slice",
            "1" => "/nomad",
            _ => "",
        };
    }

    private TaskConfig Config(Allocation alloc, string taskId, TaskEnvironment environment, TaskSetup setup)
    {
        var node = parts.Shared.Node();
        var folder = parts.Folder;
        var name = parts.Task.Name;
        return new TaskConfig
        {
            Id = taskId,
            AllocationId = alloc.ID,
            AllocationName = alloc.Name,
            Namespace = alloc.Namespace,
            JobId = alloc.JobID,
            JobName = alloc.Job?.Name ?? "",
            GroupName = parts.Group.Name,
            TaskName = name,
            NodeName = node.Name,
            NodeId = node.ID,
            User = environment.Expand(parts.Task.User),
            Environment = environment.Variables,
            Directories = new TaskDirectories(folder.TaskDir(name), folder.Shared, folder.Local(name), folder.Secrets(name)),
            Logs = Logs(),
            Resources = Resources(alloc),
            Mounts = setup.Mounts,
            Config = environment.Expand(parts.Task.Config ?? NoConfig),
        };
    }

    private TaskLogs? Logs()
    {
        if (parts.Task.LogConfig is not { } wanted)
            return new TaskLogs(parts.Folder.Logs, DefaultLogFiles, (long)DefaultLogFileMegabytes << MegabyteShift);
        return wanted.Disabled ? null
            : new TaskLogs(parts.Folder.Logs, Math.Max(1, wanted.MaxFiles), (long)Math.Max(1, wanted.MaxFileSizeMB) << MegabyteShift);
    }

    private TaskResources Resources(Allocation alloc)
    {
        var given = alloc.AllocatedResources?.Tasks.OrEmpty().GetValueOrDefault(parts.Task.Name);
        var memoryMax = given?.Memory.MemoryMaxMB ?? parts.Task.Resources?.MemoryMaxMB ?? 0;
        return new TaskResources
        {
            CpuShares = given?.Cpu.CpuShares ?? parts.Task.Resources?.CPU ?? 0,
            CpusetCpus = NumberSet.Format(given?.Cpu.ReservedCores.OrEmpty() ?? []),
            MemoryBytes = (given?.Memory.MemoryMB ?? parts.Task.Resources?.MemoryMB ?? 0) << MegabyteShift,
            MemoryMaxBytes = memoryMax > 0 ? memoryMax << MegabyteShift : memoryMax,
        };
    }
}
