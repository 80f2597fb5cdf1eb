namespace Nomad.Model.Allocations;

/// <summary>What happened to a task.</summary>
public static class TaskEventTypes
{
    public const string Received = "Received";
    public const string TaskSetup = "Task Setup";
    public const string BuildingTaskDirectory = "Building Task Directory";
    public const string SetupFailure = "Setup Failure";
    public const string DriverFailure = "Driver Failure";
    public const string Driver = "Driver";
    public const string FailedValidation = "Failed Validation";
    public const string DownloadingArtifacts = "Downloading Artifacts";
    public const string FailedArtifactDownload = "Failed Artifact Download";
    public const string Started = "Started";
    public const string Running = "Running";
    public const string Pausing = "Pausing";
    public const string Terminated = "Terminated";
    public const string Killing = "Killing";
    public const string Killed = "Killed";
    public const string Restarting = "Restarting";
    public const string NotRestarting = "Not Restarting";
    public const string RestartSignaled = "Restart Signaled";
    public const string Signaling = "Signaling";
    public const string DiskResourcesExceeded = "Disk Resources Exceeded";
    public const string SiblingTaskFailed = "Sibling Task Failed";
    public const string LeaderTaskDead = "Leader Task Dead";
    public const string MainTasksDead = "Main Tasks Dead";
    public const string TaskHookFailed = "Task hook failed";
    public const string TaskHookMessage = "Task hook message";
    public const string FailedRestoringTask = "Failed Restoring Task";
    public const string PluginBecameUnhealthy = "Plugin became unhealthy";
    public const string PluginBecameHealthy = "Plugin became healthy";
    public const string Reconnected = "Reconnected";
    public const string WaitingForShutdownDelay = "Waiting for shutdown delay";
    public const string SkippingShutdownDelay = "Skipping shutdown delay";
    public const string Template = "Template";
    public const string AllocUnhealthy = "Alloc Unhealthy";
    public const string Secrets = "Secrets";
}
