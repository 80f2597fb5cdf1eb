using System.Text.Json;

namespace Nomad.Drivers;

/// <summary>All that a driver needs to start one task. Every text is already interpolated.</summary>
public sealed record TaskConfig
{
    /// <summary><c>&lt;allocation&gt;/&lt;task&gt;/&lt;short random&gt;</c>: unique on the node for ever.</summary>
    public required string Id { get; init; }

    public string AllocationId { get; init; } = "";

    public string AllocationName { get; init; } = "";

    public string Namespace { get; init; } = "default";

    public string JobId { get; init; } = "";

    public string JobName { get; init; } = "";

    public string GroupName { get; init; } = "";

    public string TaskName { get; init; } = "";

    public string NodeName { get; init; } = "";

    public string NodeId { get; init; } = "";

    /// <summary>Name or number; empty takes the driver's default.</summary>
    public string User { get; init; } = "";

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public required TaskDirectories Directories { get; init; }

    /// <summary>Where output goes; null throws it away.</summary>
    public TaskLogs? Logs { get; init; }

    public TaskResources Resources { get; init; } = new();

    /// <summary>The network namespace of the group; null shares the host's.</summary>
    public NetworkIsolation? Network { get; init; }

    public IReadOnlyList<TaskMount> Mounts { get; init; } = [];

    /// <summary>Device files of the host that the task may use. Empty as long as nothing on a node finds devices.</summary>
    public IReadOnlyList<TaskDevice> Devices { get; init; } = [];

    /// <summary>The task's <c>config</c> block as written, interpolated.</summary>
    public IReadOnlyDictionary<string, JsonElement> Config { get; init; } = new Dictionary<string, JsonElement>();
}

/// <summary>Directories on the host, absolute.</summary>
/// <param name="Task">The task's own directory; the chroot of <c>exec</c>.</param>
/// <param name="SharedAlloc">Shared by the tasks of the allocation: <c>/alloc</c> inside.</param>
public sealed record TaskDirectories(string Task, string SharedAlloc, string Local, string Secrets);

/// <summary>Rotated output: <c>&lt;directory&gt;/&lt;task&gt;.stdout.N</c> and <c>.stderr.N</c>.</summary>
/// <param name="MaxFiles">Files kept of each, at least 1.</param>
/// <param name="MaxFileBytes">Bytes after which the next file begins, at least 1.</param>
public sealed record TaskLogs(string Directory, int MaxFiles, long MaxFileBytes);

/// <summary>What the scheduler gave the task.</summary>
public sealed record TaskResources
{
    /// <summary>MHz, used as the weight against other tasks.</summary>
    public long CpuShares { get; init; }

    /// <summary>Core ids that belong to this task alone, in list form (<c>0-1,4</c>); empty shares the rest.</summary>
    public string CpusetCpus { get; init; } = "";

    public long MemoryBytes { get; init; }

    /// <summary>0: <see cref="MemoryBytes"/> is the hard limit. Greater: this is, and MemoryBytes is soft. −1: no hard limit.</summary>
    public long MemoryMaxBytes { get; init; }
}

/// <param name="Path">A bound network namespace such as <c>/var/run/netns/ID</c>.</param>
public sealed record NetworkIsolation(string Path, string Hostname = "");

public sealed record TaskMount(string HostPath, string TaskPath, bool ReadOnly, string PropagationMode = "private");

/// <param name="Permissions">Any of <c>rwm</c>.</param>
public sealed record TaskDevice(string HostPath, string TaskPath, string Permissions);
