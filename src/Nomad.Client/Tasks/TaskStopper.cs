using Nomad.Drivers;
using Nomad.Model;
using Nomad.Model.Logging;

namespace Nomad.Client.Tasks;

/// <summary>Makes a driver end a running task: with the patience its job asks for, and by force when the driver cannot.</summary>
internal sealed class TaskStopper(TaskParts parts, TaskRecord record)
{
    /// <summary>A driver that fails to stop a task is asked again so often, with pauses that double.</summary>
    private const int StopAttempts = 5;

    private static readonly TimeSpan FirstStopPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestStopPause = TimeSpan.FromMinutes(2);

    private readonly ILog log = parts.Shared.Log.For("client.alloc_runner.task_runner");

    /// <param name="driver">Of the task.</param>
    /// <param name="taskId">The driver's name for it.</param>
    /// <param name="wait">Completes when it has ended.</param>
    /// <param name="kill">Null when the task is to start again: nothing is delayed, nothing told.</param>
    /// <param name="detached">The agent stops.</param>
    public async Task StopAsync(IDriver driver, string taskId, Task wait, KillOrder? kill, CancellationToken detached)
    {
        if (kill?.Event is { } why)
            record.Emit(why);
        var patience = Shorter(parts.Task.KillTimeout.ToTimeSpan(), parts.Shared.Options.MaxKillTimeout);
        if (kill is not null)
            await DelayShutdownAsync(kill, wait, patience, detached);
        var pause = FirstStopPause;
        for (var attempt = 1; !wait.IsCompleted; attempt++)
        {
            try
            {
                await driver.StopAsync(taskId, patience, parts.Task.KillSignal, detached);
                return;
            }
            catch (TaskNotFoundException)
            {
                return;
            }
            catch (DriverException problem) when (attempt < StopAttempts)
            {
                log.Warn($"failed to kill task, trying again: task={parts.Task.Name} error=\"{problem.Message}\"");
                await Task.Delay(pause, parts.Shared.Time, detached);
                pause = Shorter(pause * 2, LongestStopPause);
            }
            catch (DriverException problem)
            {
                record.Emit(TaskEvents.Killed(problem.Message));
                await driver.DestroyAsync(taskId, force: true, detached);
                return;
            }
        }
    }

    private async Task DelayShutdownAsync(KillOrder order, Task wait, TimeSpan patience, CancellationToken detached)
    {
        record.Emit(TaskEvents.Killing(patience, order.Reason));
        var delay = parts.Task.ShutdownDelay.ToTimeSpan();
        if (delay <= TimeSpan.Zero)
            return;
        if (order.SkipDelay)
        {
            record.Emit(TaskEvents.SkippingShutdownDelay());
            return;
        }
        record.Emit(TaskEvents.WaitingForShutdownDelay(delay));
        await Task.WhenAny(wait, LongWait.DelayAsync(delay, parts.Shared.Time, detached));
    }

    private static TimeSpan Shorter(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
