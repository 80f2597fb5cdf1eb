namespace Nomad.Model.Allocations;

/// <remarks>
/// Time ns. Most typed fields are legacy; Details map duplicates them as strings (keys snake_case: exit_code, signal, exit_message,
/// oom_killed, kill_timeout, kill_reason, kill_error, start_delay, restart_reason, fails_task, driver_error, download_error,
/// validation_error, setup_error, task_signal, task_signal_reason, disk_limit, failed_sibling, driver_message, vault_renewal_error,
/// message).
/// </remarks>
public sealed record TaskEvent
{
    public string Type { get; init; } = "";

    public long Time { get; init; }

    public string Message { get; init; } = "";

    public string DisplayMessage { get; init; } = "";

    public IReadOnlyDictionary<string, string>? Details { get; init; }

    public bool FailsTask { get; init; }

    public string RestartReason { get; init; } = "";

    public string SetupError { get; init; } = "";

    public string DriverError { get; init; } = "";

    public int ExitCode { get; init; }

    public int Signal { get; init; }

    public Duration KillTimeout { get; init; }

    public string KillError { get; init; } = "";

    public string KillReason { get; init; } = "";

    public long StartDelay { get; init; }

    public string DownloadError { get; init; } = "";

    public string ValidationError { get; init; } = "";

    public long DiskLimit { get; init; }

    public string FailedSibling { get; init; } = "";

    public string VaultError { get; init; } = "";

    public string TaskSignalReason { get; init; } = "";

    public string TaskSignal { get; init; } = "";

    public string DriverMessage { get; init; } = "";

    public string GenericSource { get; init; } = "";
}
