using Nomad.Jobspec.Periodic;
using Nomad.Model;
using Nomad.Model.Allocations;
using Nomad.Model.Jobs;

namespace Nomad.Client.Tasks;

/// <summary>
/// Whether a task may run now: as people ordered, else as its schedule says. The order is remembered on disk; the schedule is that of the
/// job as it is now, since a new one is taken over in place. Thread safe.
/// </summary>
public sealed class TaskHold(TaskParts parts, TaskRecord record)
{
    /// <summary>The clock of the machine may be set while we wait for an hour: it is looked at again after this time.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private TaskCompletionSource news = Bell();

    /// <summary>Orders a task to <see cref="ScheduleStates.Pause"/>, <see cref="ScheduleStates.Run"/>, or to go by its schedule again.</summary>
    public void Order(string state)
    {
        record.Remember(local => local with { ScheduleState = state == ScheduleStates.Scheduled ? "" : state });
        Ring();
    }

    /// <summary>The schedule may be another.</summary>
    public void Ring()
    {
        TaskCompletionSource old;
        lock (gate)
            (old, news) = (news, Bell());
        old.TrySetResult();
    }

    /// <summary>One of <see cref="PauseStandings"/>, and when it changes by itself.</summary>
    public (string Standing, DateTimeOffset? Until) Now()
    {
        if (record.Local.ScheduleState == ScheduleStates.Pause)
            return (PauseStandings.ForcePause, null);
        if (record.Local.ScheduleState == ScheduleStates.Run)
            return (PauseStandings.ForceRun, null);
        if (Hours() is not { } hours)
            return (PauseStandings.None, null);
        var (open, until) = hours.At(parts.Shared.Time.GetUtcNow());
        return (open ? PauseStandings.None : PauseStandings.ScheduledPause, until);
    }

    /// <summary>Completes when the task has to pause, or has to run. What changes meanwhile is shown in the task's state.</summary>
    public async Task UntilAsync(bool paused, CancellationToken stop)
    {
        while (true)
        {
            Task bell;
            lock (gate)
                bell = news.Task;
            var (standing, until) = Now();
            if (PauseStandings.IsPaused(standing) == paused)
                return;
            if (record.State.Paused != standing)
                record.Change(state => state with { Paused = standing });
            if (until is { } change)
            {
                var wait = change - parts.Shared.Time.GetUtcNow();
                await Task.WhenAny(bell, LongWait.DelayAsync(wait < LongestWait ? wait : LongestWait, parts.Shared.Time, stop));
            }
            else
                await bell.WaitAsync(stop);
            stop.ThrowIfCancellationRequested();
        }
    }

    private TaskHours? Hours()
    {
        var allocation = parts.Allocation();
        var group = allocation.Job?.TaskGroups.OrEmpty().FirstOrDefault(group => group.Name == allocation.TaskGroup);
        return TaskHours.Of((group?.Tasks.OrEmpty().FirstOrDefault(task => task.Name == parts.Task.Name) ?? parts.Task).Schedule);
    }

    private static TaskCompletionSource Bell() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
