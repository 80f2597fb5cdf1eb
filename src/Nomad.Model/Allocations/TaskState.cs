namespace Nomad.Model.Allocations;

/// <summary>How a task is doing, as its client reports.</summary>
/// <remarks>
/// State pending|running|dead. Max 10 events kept (oldest dropped). Paused ""|force_run|scheduled_pause|force_pause|schedule_resume.
/// </remarks>
public sealed record TaskState
{
    public string State { get; init => field = value ?? ""; } = "";

    public bool Failed { get; init; }

    public ulong Restarts { get; init; }

    public DateTimeOffset LastRestart { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset FinishedAt { get; init; }

    public IReadOnlyList<TaskEvent>? Events { get; init; }

    public string Paused { get; init => field = value ?? ""; } = "";
}
