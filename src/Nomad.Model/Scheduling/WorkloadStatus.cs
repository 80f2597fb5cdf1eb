namespace Nomad.Model.Scheduling;

/// <summary>What a scheduler worker is doing.</summary>
public static class WorkloadStatus
{
    public const string UnknownStatus = "UnknownStatus";
    public const string Running = "Running";
    public const string WaitingToDequeue = "WaitingToDequeue";
    public const string WaitingForRaft = "WaitingForRaft";
    public const string Scheduling = "Scheduling";
    public const string Submitting = "Submitting";
    public const string Backoff = "Backoff";
    public const string Stopped = "Stopped";
    public const string Paused = "Paused";
}
