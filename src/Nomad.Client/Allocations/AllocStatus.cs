using Nomad.Model.Allocations;

namespace Nomad.Client.Allocations;

/// <summary>The one word for an allocation that follows from the states of its tasks. Pure.</summary>
public static class AllocStatus
{
    /// <summary>Our own: nothing runs because a schedule or somebody says so.</summary>
    public const string TasksArePaused = "Tasks are paused";

    public static (string Status, string Description) Of(IEnumerable<TaskState> states)
    {
        var (pending, running, dead, failed, paused) = (false, false, false, false, false);
        foreach (var state in states)
        {
            pending |= state.State is "" or TaskStateNames.Pending;
            paused |= state.State != TaskStateNames.Dead && PauseStandings.IsPaused(state.Paused);
            running |= state.State == TaskStateNames.Running;
            dead |= state.State == TaskStateNames.Dead;
            failed |= state.State == TaskStateNames.Dead && state.Failed;
        }
        if (failed)
            return (AllocClientStatus.Failed, AllocClientDescriptions.FailedTasks);
        if (running)
            return (AllocClientStatus.Running, AllocClientDescriptions.TasksAreRunning);
        if (pending)
            return (AllocClientStatus.Pending, paused ? TasksArePaused : AllocClientDescriptions.NoTasksHaveStarted);
        return dead ? (AllocClientStatus.Complete, AllocClientDescriptions.AllTasksHaveCompleted) : ("", "");
    }

    /// <summary>Whether nothing of the allocation will run again.</summary>
    public static bool IsTerminal(string clientStatus) =>
        clientStatus is AllocClientStatus.Complete or AllocClientStatus.Failed or AllocClientStatus.Lost;
}
