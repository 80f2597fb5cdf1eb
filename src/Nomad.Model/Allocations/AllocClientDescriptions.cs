namespace Nomad.Model.Allocations;

/// <summary>Why an allocation has its client status.</summary>
public static class AllocClientDescriptions
{
    public const string TasksAreRunning = "Tasks are running";
    public const string FailedTasks = "Failed tasks";
    public const string AllTasksHaveCompleted = "All tasks have completed";
    public const string NoTasksHaveStarted = "No tasks have started";
}
