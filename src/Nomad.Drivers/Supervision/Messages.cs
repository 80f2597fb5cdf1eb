using Nomad.Drivers.Processes;

namespace Nomad.Drivers.Supervision;

/// <summary>What an agent asks of the supervisor; one connection carries one request, its reply, and for exec the streams.</summary>
public sealed record Request
{
    /// <summary>Supervisors outlive agents: raise it when an older one could not understand.</summary>
    public const int CurrentVersion = 1;

    public int Version { get; init; } = CurrentVersion;

    public RequestKind Kind { get; init; }

    public string TaskId { get; init; } = "";

    public Launch? Launch { get; init; }

    public LogTarget? Logs { get; init; }

    public ContainerLaunch? Container { get; init; }

    public MockScript? Mock { get; init; }

    public int Signal { get; init; }

    public long TimeoutMilliseconds { get; init; }

    public bool Force { get; init; }

    public ExecRequest? Exec { get; init; }
}

public enum RequestKind
{
    /// <summary>Holds the connection open: an agent is there.</summary>
    Attend,
    Start,
    Wait,
    Stop,
    Signal,
    Destroy,
    Inspect,
    Exec,
}

public sealed record Reply
{
    /// <summary>Empty when all went well.</summary>
    public string Error { get; init; } = "";

    public bool NotFound { get; init; }

    public bool Recoverable { get; init; }

    public TaskState? State { get; init; }

    public IReadOnlyList<string>? Cgroups { get; init; }
}

/// <param name="Prefix">Directory and task name: <c>.stdout.N</c> follows.</param>
public sealed record LogTarget(string Prefix, int MaxFiles, long MaxFileBytes);

/// <summary>A task in an OCI container.</summary>
/// <param name="Bundle">Holds config.json; removed with the task.</param>
/// <param name="NoPivotRoot">The root is moved instead of pivoted: for hosts whose own root is a RAM disk.</param>
public sealed record ContainerLaunch(string Runtime, string Root, string Id, string Bundle, bool NoPivotRoot = false)
{
    /// <summary>The OCI runtimes that are known to do, the faster one first.</summary>
    public const string Crun = "crun", Runc = "runc";
}

/// <summary>A task that is only pretended.</summary>
public sealed record MockScript
{
    public long RunMilliseconds { get; init; }

    public int ExitCode { get; init; }

    public int ExitSignal { get; init; }

    public string ExitError { get; init; } = "";

    public long KillAfterMilliseconds { get; init; }

    public string SignalError { get; init; } = "";

    public MockOutput? Stdout { get; init; }

    public MockOutput? Stderr { get; init; }

    /// <summary>The task is lost after so long, as when its driver crashes; 0 for never.</summary>
    public long LostAfterMilliseconds { get; init; }

    /// <summary>How a command beside the task behaves; without, none can be run.</summary>
    public MockScript? Exec { get; init; }
}

public sealed record MockOutput(string Text, int Repeat, long IntervalMilliseconds);
