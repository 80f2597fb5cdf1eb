using Nomad.Client.LocalState;
using Nomad.Client.Tasks.Hooks;
using Nomad.Drivers;
using Nomad.Model;
using Nomad.Model.Allocations;
using Nomad.Model.Jobs;
using Nomad.Model.Logging;

namespace Nomad.Client.Tasks;

/// <summary>
/// Runs one task through all its restarts until it is done, killed or given up. One loop owns the task; <see cref="Kill"/>,
/// <see cref="Restart"/> and <see cref="AllowStart"/> only ring its bell, from any thread.
/// </summary>
public sealed class TaskRunner
{
    private const int TaskIdRandomLength = 8;

    private readonly TaskParts parts;
    private readonly TaskLauncher launcher;
    private readonly TaskHold hold;
    private readonly TaskStopper stopper;
    private readonly ILog log;
    private readonly CancellationTokenSource detached = new();
    private readonly Lock gate = new();
    private RestartTracker tracker;
    private TaskCompletionSource<KillOrder> killed = Bell<KillOrder>();
    private TaskCompletionSource<bool> restart = Bell<bool>();
    private TaskCompletionSource<bool> mayStart = Bell<bool>();
    private volatile string taskId = "";

    public TaskRunner(TaskParts parts)
    {
        this.parts = parts;
        Record = new TaskRecord(parts.Allocation().ID, parts.Task.Name, parts.Shared);
        launcher = new TaskLauncher(parts, Record);
        hold = new TaskHold(parts, Record);
        stopper = new TaskStopper(parts, Record);
        tracker = NewTracker();
        log = parts.Shared.Log.For("client.alloc_runner.task_runner");
    }

    public JobTask Task => parts.Task;

    public TaskRecord Record { get; }

    public TaskState State => Record.State;

    /// <summary>Completes when the task will not run again and the driver has cleaned up.</summary>
    public Task Completion { get; private set; } = System.Threading.Tasks.Task.CompletedTask;

    /// <summary>Begins the loop; the task itself waits for <see cref="AllowStart"/>.</summary>
    public void Start() => Completion = RunAsync();

    /// <summary>The tasks this one has to wait for are there.</summary>
    public void AllowStart() => mayStart.TrySetResult(true);

    /// <summary>Ends the task. Later calls change nothing.</summary>
    /// <param name="order">Why, and with what patience.</param>
    public void Kill(KillOrder order)
    {
        lock (gate)
        {
            if (State.State == TaskStateNames.Dead || killed.Task.IsCompleted)
                return;
            // First what decides over a restart, then the bell: the loop acts on the bell at once.
            tracker.Kill();
            killed.TrySetResult(order);
        }
    }

    /// <summary>Ends the task so that it starts again at once, outside the restart policy.</summary>
    /// <param name="reason">For the event.</param>
    public void Restart(string reason)
    {
        Record.Emit(TaskEvents.RestartSignaled(reason));
        lock (gate)
        {
            tracker.RequestRestart();
            restart.TrySetResult(true);
        }
    }

    /// <summary>Pauses the task, lets it run whatever its schedule says, or leaves it to its schedule (<see cref="ScheduleStates"/>).</summary>
    public void Schedule(string order) => hold.Order(order);

    /// <summary>How the task stands to its hours and to what people ordered (<see cref="PauseStandings"/>).</summary>
    public string Standing => hold.Now().Standing;

    /// <summary>The job may have another schedule.</summary>
    public void Reschedule() => hold.Ring();

    /// <summary>Lets a task that has ended run once more. The alloc runner calls <see cref="Start"/> afterwards.</summary>
    public void Revive(string reason)
    {
        lock (gate)
        {
            tracker = NewTracker();
            (killed, restart, mayStart) = (Bell<KillOrder>(), Bell<bool>(), Bell<bool>());
        }
        Record.Remember(local => local with { RunComplete = false, Handle = "", Starting = "" });
        Record.Emit(TaskEvents.RestartSignaled(reason), state => state with { State = TaskStateNames.Pending, Failed = false, FinishedAt = default });
    }

    /// <exception cref="DriverException">The task does not run, or the driver cannot.</exception>
    public async Task SignalAsync(string signal, CancellationToken cancellation)
    {
        var (driver, id) = Running();
        Record.Emit(TaskEvents.Signaling(signal, ""));
        await driver.SignalAsync(id, signal, cancellation);
    }

    /// <summary>The driver and its name for the running task.</summary>
    /// <exception cref="DriverException">The task does not run.</exception>
    public (IDriver Driver, string TaskId) Running() =>
        State.State == TaskStateNames.Running && parts.Driver is { } driver && taskId.Length > 0 ? (driver, taskId)
            : throw new DriverException("Task not running");

    /// <summary>Lets go of the task without ending it: the agent stops, the task goes on.</summary>
    public async Task DetachAsync()
    {
        await detached.CancelAsync();
        await Completion;
    }

    private async Task RunAsync()
    {
        // Callers hold locks and expect to go on at once.
        await System.Threading.Tasks.Task.Yield();
        try
        {
            if (!Record.Local.RunComplete)
                await LoopAsync();
            End();
        }
        catch (OperationCanceledException) when (detached.IsCancellationRequested)
        {
            // The agent stops; what is needed to go on is in the store.
        }
        catch (Exception problem)
        {
            // Nobody else owns this task: without this its allocation would look alive for ever.
            log.Error($"task runner failed: alloc_id={parts.Allocation().ID} task={parts.Task.Name} error=\"{problem}\"");
            Record.Emit(TaskEvents.SetupFailure($"client failed: {problem.Message}"), state => state with { Failed = true });
            End();
        }
    }

    private async Task LoopAsync()
    {
        var running = await RecoverAsync();
        if (!running)
            await System.Threading.Tasks.Task.WhenAny(mayStart.Task, killed.Task).WaitAsync(detached.Token);
        while (true)
        {
            if (!running)
                await WaitForHoursAsync();
            if (!running && killed.Task.IsCompleted)
            {
                if (killed.Task.Result.Event is { } why)
                    Record.Emit(why);
                Record.Emit(TaskEvents.Killed());
                return;
            }
            var exit = running ? null : await StartAsync();
            running = false;
            exit ??= await WatchAsync();
            if (!await ConcludeAsync(exit))
                return;
        }
    }

    private async Task WaitForHoursAsync()
    {
        var standing = hold.Now().Standing;
        if (PauseStandings.IsPaused(standing))
        {
            NotePause(standing);
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(detached.Token);
            await System.Threading.Tasks.Task.WhenAny(killed.Task, hold.UntilAsync(paused: false, waiting.Token));
            await waiting.CancelAsync();
            detached.Token.ThrowIfCancellationRequested();
            standing = hold.Now().Standing;
        }
        if (!killed.Task.IsCompleted && State.Paused.Length > 0 && !PauseStandings.IsPaused(standing))
            Record.Emit(TaskEvents.Resuming(standing), state => state with { Paused = standing });
    }

    // Once for each pause, also when the agent started anew meanwhile.
    private void NotePause(string standing)
    {
        if (!PauseStandings.IsPaused(State.Paused))
            Record.Emit(TaskEvents.Pausing(standing), state => state with { Paused = standing });
        if (State.State != TaskStateNames.Pending && taskId.Length == 0)
            Record.Change(state => state with { State = TaskStateNames.Pending });
    }

    // Null when the task runs now.
    private async Task<TaskExit?> StartAsync()
    {
        if (parts.Driver is not { } driver)
            return Failed($"failed to get driver: this node has no driver \"{parts.Task.Driver}\"", recoverable: false, TaskEvents.DriverFailure);
        parts.Count("start");
        try
        {
            var id = $"{parts.Allocation().ID}/{parts.Task.Name}/{Guid.NewGuid().ToString("N")[..TaskIdRandomLength]}";
            var config = await launcher.PrepareAsync(driver, id, detached.Token);
            lock (gate)
            {
                // Who asked until now gets what was asked for: this start.
                restart = Bell<bool>();
                tracker.ForgetRestart();
            }
            await IntendAsync(id);
            var started = await driver.StartAsync(config, detached.Token);
            taskId = id;
            NoteStart(started.Handle);
            return null;
        }
        catch (TaskHookException problem)
        {
            return Failed(problem.Message, problem.Recoverable, TaskEvents.SetupFailure);
        }
        catch (DriverException problem)
        {
            return Failed(problem.Message, problem.Recoverable, TaskEvents.DriverFailure);
        }
    }

    private void NoteStart(TaskHandle handle)
    {
        Record.Remember(local => local with { Handle = handle.ToJson(), Starting = "" });
        var now = parts.Shared.Time.GetUtcNow();
        parts.Count("running");
        Record.Emit(TaskEvents.Started(), state => state with { State = TaskStateNames.Running, StartedAt = now, Failed = false });
    }

    // An agent killed between the start and the note of it would otherwise start a second copy the next time.
    private async Task IntendAsync(string id)
    {
        Record.Remember(local => local with { Starting = id });
        try
        {
            await parts.Shared.Store.FlushAsync();
        }
        catch (LocalStateException problem)
        {
            log.Warn($"starting a task that cannot be noted: task={parts.Task.Name} error=\"{problem.Message}\"");
        }
    }

    private TaskExit Failed(string message, bool recoverable, Func<string, TaskEvent> makeEvent)
    {
        log.Warn($"failed to start task: alloc_id={parts.Allocation().ID} task={parts.Task.Name} error=\"{message}\"");
        Record.Emit(makeEvent(message));
        return new TaskExit { StartFailed = true, Recoverable = recoverable, Error = message };
    }

    private async Task<TaskExit> WatchAsync()
    {
        var driver = parts.Driver!;
        var wait = driver.WaitAsync(taskId, detached.Token);
        var paused = await UntilDisturbedAsync(wait);
        if (!wait.IsCompleted)
            await stopper.StopAsync(driver, taskId, wait, killed.Task.IsCompleted ? killed.Task.Result : null, detached.Token);
        TaskExit exit;
        try
        {
            var result = await wait;
            exit = new TaskExit { ExitCode = result.ExitCode, Signal = result.Signal, OutOfMemory = result.OomKilled, Error = result.Error };
        }
        catch (DriverException problem)
        {
            exit = new TaskExit { Error = problem.Message, ExitCode = -1 };
        }
        if (exit.OutOfMemory)
            parts.Count("oom_killed");
        Record.Emit(TaskEvents.Terminated(exit));
        return exit with { Paused = paused };
    }

    // Whether the task is to pause now.
    private async Task<bool> UntilDisturbedAsync(Task wait)
    {
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(detached.Token);
        var closed = hold.UntilAsync(paused: true, watching.Token);
        await System.Threading.Tasks.Task.WhenAny(wait, killed.Task, restart.Task, closed);
        var pause = !wait.IsCompleted && !killed.Task.IsCompleted && closed.IsCompletedSuccessfully;
        await watching.CancelAsync();
        if (pause)
            NotePause(hold.Now().Standing);
        return pause;
    }

    // Whether the task runs again.
    private async Task<bool> ConcludeAsync(TaskExit exit)
    {
        if (taskId.Length > 0)
            await CleanAsync();
        if (exit.Paused && !killed.Task.IsCompleted)
        {
            Record.Change(state => state with { State = TaskStateNames.Pending });
            return true;
        }
        RestartDecision decision;
        lock (gate)
            decision = tracker.Decide(exit, parts.Shared.Clock.Now, Random.Shared.NextDouble());
        switch (decision.Kind)
        {
            case RestartKind.Killed:
                Record.Emit(TaskEvents.Killed());
                return false;
            case RestartKind.Terminated:
                return false;
            case RestartKind.NotRestarting:
                Record.Emit(TaskEvents.NotRestarting(decision.Reason), state => state with { Failed = true });
                return false;
        }
        parts.Count("restart");
        var now = parts.Shared.Time.GetUtcNow();
        Record.Emit(TaskEvents.Restarting(decision.Delay, decision.Reason),
            state => state with { State = TaskStateNames.Pending, Restarts = state.Restarts + 1, LastRestart = now });
        if (decision.Delay > TimeSpan.Zero)
        {
            var pause = LongWait.DelayAsync(decision.Delay, parts.Shared.Time, detached.Token);
            await System.Threading.Tasks.Task.WhenAny(killed.Task, restart.Task, pause);
        }
        detached.Token.ThrowIfCancellationRequested();
        return true;
    }

    private async Task<bool> RecoverAsync()
    {
        var (noted, starting) = (Record.Local.Handle, Record.Local.Starting);
        if ((noted.Length == 0 && starting.Length == 0) || parts.Driver is not { } driver)
            return false;
        try
        {
            var handle = noted.Length > 0 ? TaskHandle.FromJson(noted) : new TaskHandle(driver.Name, starting, 0, "");
            await driver.RecoverAsync(handle, detached.Token);
            taskId = handle.TaskId;
            if (noted.Length == 0)
                NoteStart(handle);
            else if (State.State != TaskStateNames.Running)
                Record.Change(state => state with { State = TaskStateNames.Running });
            return true;
        }
        catch (TaskNotFoundException) when (noted.Length == 0)
        {
            // The agent ended before the driver heard of it.
            return false;
        }
        catch (Exception problem) when (problem is DriverException or System.Text.Json.JsonException)
        {
            Record.Emit(TaskEvents.RestoreFailed($"failed to restore task; starting it anew: {problem.Message}"),
                state => state with { State = TaskStateNames.Pending });
            Record.Remember(local => local with { Handle = "" });
            return false;
        }
    }

    private async Task CleanAsync()
    {
        try
        {
            await parts.Driver!.DestroyAsync(taskId, force: true, detached.Token);
        }
        catch (DriverException problem)
        {
            log.Warn($"failed to clean up after task: task={parts.Task.Name} error=\"{problem.Message}\"");
        }
        taskId = "";
        Record.Remember(local => local with { Handle = "" });
    }

    private void End()
    {
        var now = parts.Shared.Time.GetUtcNow();
        Record.Remember(local => local with { RunComplete = true });
        if (State.State == TaskStateNames.Dead)
            return;
        parts.Count(State.Failed ? "failed" : "complete");
        Record.Change(state => state with { State = TaskStateNames.Dead, FinishedAt = now, Paused = "" });
    }

    private RestartTracker NewTracker()
    {
        var job = parts.Allocation().Job;
        var policy = parts.Task.RestartPolicy ?? parts.Group.RestartPolicy ?? new RestartPolicy { Mode = "fail" };
        return new RestartTracker(policy, RestartTracker.RestartsOnSuccess(job?.Type ?? "", parts.Task.Lifecycle));
    }

    private static TaskCompletionSource<T> Bell<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
