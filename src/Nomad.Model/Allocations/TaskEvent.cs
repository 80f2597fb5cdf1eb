namespace Nomad.Model.Allocations;

/// <summary>One step in the life of a task.</summary>
/// <remarks>
/// Time ns. Most typed fields are legacy; Details map duplicates them as strings (keys snake_case: exit_code, signal, exit_message,
/// oom_killed, kill_timeout, kill_reason, kill_error, start_delay, restart_reason, fails_task, driver_error, download_error,
/// validation_error, setup_error, task_signal, task_signal_reason, disk_limit, failed_sibling, driver_message, vault_renewal_error,
/// message).
/// </remarks>
public sealed record TaskEvent
{
    public string Type { get; init => field = value ?? ""; } = "";

    public long Time { get; init; }

    public string Message { get; init => field = value ?? ""; } = "";

    public string DisplayMessage { get; init => field = value ?? ""; } = "";

    public IReadOnlyDictionary<string, string>? Details { get; init; }

    public bool FailsTask { get; init; }

    public string RestartReason { get; init => field = value ?? ""; } = "";

    public string SetupError { get; init => field = value ?? ""; } = "";

    public string DriverError { get; init => field = value ?? ""; } = "";

    public int ExitCode { get; init; }

    public int Signal { get; init; }

    public Duration KillTimeout { get; init; }

    public string KillError { get; init => field = value ?? ""; } = "";

    public string KillReason { get; init => field = value ?? ""; } = "";

    public long StartDelay { get; init; }

    public string DownloadError { get; init => field = value ?? ""; } = "";

    public string ValidationError { get; init => field = value ?? ""; } = "";

    public long DiskLimit { get; init; }

    public string FailedSibling { get; init => field = value ?? ""; } = "";

    public string VaultError { get; init => field = value ?? ""; } = "";

    public string TaskSignalReason { get; init => field = value ?? ""; } = "";

    public string TaskSignal { get; init => field = value ?? ""; } = "";

    public string DriverMessage { get; init => field = value ?? ""; } = "";

    public string GenericSource { get; init => field = value ?? ""; } = "";
}
