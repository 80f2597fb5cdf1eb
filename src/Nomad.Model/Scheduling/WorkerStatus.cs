namespace Nomad.Model.Scheduling;

/// <summary>What a scheduler worker is asked to do.</summary>
public static class WorkerStatus
{
    public const string Unknown = "Unknown";
    public const string Starting = "Starting";
    public const string Started = "Started";
    public const string Pausing = "Pausing";
    public const string Paused = "Paused";
    public const string Resuming = "Resuming";
    public const string Stopping = "Stopping";
    public const string Stopped = "Stopped";
}
