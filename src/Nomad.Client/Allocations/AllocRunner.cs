using Nomad.Client.Allocations.Hooks;
using Nomad.Client.LocalState;
using Nomad.Client.Tasks;
using Nomad.Model;
using Nomad.Model.Allocations;
using Nomad.Model.Jobs;
using Nomad.Model.Logging;

namespace Nomad.Client.Allocations;

/// <summary>
/// Runs one allocation: its folders, its tasks in the order of their lifecycles, its health, its end. Every method may be called
/// from any thread; those that change something return at once, the work goes on behind them.
/// </summary>
public sealed class AllocRunner : IPreviousAlloc
{
    private readonly Lock gate = new();
    private readonly Lock telling = new();
    private readonly ClientShared shared;
    private readonly Action<Allocation> report;
    private IPreviousAlloc? previous;
    private readonly CancellationTokenSource detached = new();
    private readonly IReadOnlyList<TaskRunner> tasks;
    private readonly ILog log;
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Allocation allocation;
    private AllocDeploymentStatus? deployment;
    private AllocHealthWatcher? health;
    private Task run = Task.CompletedTask;
    private Task? destroying;
    private bool stopping;
    private volatile bool toldToStop;
    private bool tasksStarted;

    /// <param name="allocation">With its job.</param>
    /// <param name="shared">What all runners share.</param>
    /// <param name="previous">The allocation it replaces, when that one is on this node.</param>
    /// <param name="report">Takes news for the servers; must not wait.</param>
    public AllocRunner(Allocation allocation, ClientShared shared, IPreviousAlloc? previous, Action<Allocation> report)
    {
        this.allocation = allocation;
        this.shared = shared;
        this.previous = previous;
        this.report = report;
        deployment = allocation.DeploymentStatus;
        log = shared.Log.For("client.alloc_runner");
        Group = allocation.Job?.TaskGroups.OrEmpty().FirstOrDefault(group => group.Name == allocation.TaskGroup)
            ?? throw new AllocHookException($"invalid alloc: job \"{allocation.JobID}\" has no group \"{allocation.TaskGroup}\"");
        Folder = new AllocFolder(shared.Options.AllocDir, allocation.ID);
        tasks = [.. Group.Tasks.OrEmpty().Select(MakeTask)];
    }

    public string Id => allocation.ID;

    public Allocation Allocation => Volatile.Read(ref allocation);

    public TaskGroup Group { get; }

    public AllocFolder Folder { get; }

    public IReadOnlyList<TaskRunner> Tasks => tasks;

    public Task Ended => ended.Task;

    public bool IsTerminal => tasks.All(task => task.State.State == TaskStateNames.Dead);

    /// <summary>Unix nanoseconds of the last end of a task: orders garbage.</summary>
    public DateTimeOffset FinishedAt => tasks.Count == 0 ? default : tasks.Max(task => task.State.FinishedAt);

    public IReadOnlyDictionary<string, TaskState> States()
    {
        var states = new Dictionary<string, TaskState>(StringComparer.Ordinal);
        foreach (var task in tasks)
            states[task.Task.Name] = task.State;
        return states;
    }

    // As a judge of time wants them: begun by the clock that nobody can set.
    private Dictionary<string, TaskState> SteadyStates() =>
        tasks.ToDictionary(task => task.Task.Name, task => task.State with { StartedAt = task.Record.Since }, StringComparer.Ordinal);

    /// <summary>Takes up what an earlier agent left; before <see cref="Start"/>.</summary>
    public void Restore(StoredAllocation stored)
    {
        deployment = stored.Deployment ?? deployment;
        toldToStop = stored.Allocation.DesiredStatus is AllocDesiredStatus.Stop or AllocDesiredStatus.Evict;
        foreach (var task in tasks)
            task.Record.Restore(stored.States.GetValueOrDefault(task.Task.Name), stored.Tasks.GetValueOrDefault(task.Task.Name));
    }

    public void Start() => run = RunAsync();

    /// <summary>News of the servers: another wish, another deployment.</summary>
    public void Update(Allocation news)
    {
        var old = Allocation;
        Volatile.Write(ref allocation, news);
        if (news.DesiredStatus is AllocDesiredStatus.Stop or AllocDesiredStatus.Evict)
        {
            toldToStop = true;
            Stop(news.DesiredTransition.NoShutdownDelay == true);
        }
        else if (toldToStop)
            Tell();
        else if (news.DeploymentID != old.DeploymentID)
            WatchHealth(news with { DeploymentStatus = null });
        if (news.Job?.Version != old.Job?.Version)
        {
            foreach (var task in tasks)
                task.Reschedule();
        }
    }

    /// <summary>Ends all tasks in order: the leader first, then the others, then sidecars. Poststop tasks still run.</summary>
    public void Stop(bool skipDelay = false, string reason = "")
    {
        lock (gate)
        {
            if (stopping)
                return;
            stopping = true;
        }
        _ = KillAsync(new KillOrder(null, reason, skipDelay));
    }

    /// <summary>Stops, waits, and removes the folders.</summary>
    public Task DestroyAsync()
    {
        lock (gate)
        {
            // Who asks while that is under way waits for it: two would take each other's files away.
            if (destroying is null or { IsCompleted: true, IsCompletedSuccessfully: false })
                destroying = EndAndRemoveAsync();
            return destroying;
        }
    }

    private async Task EndAndRemoveAsync()
    {
        await Task.Yield();
        Stop();
        await run;
        // A poststop task may take long; nobody waits for it when the allocation is to be gone.
        foreach (var task in tasks)
            task.Kill(new KillOrder(null));
        await Task.WhenAll(tasks.Select(task => task.Completion));
        await Task.Run(Folder.Destroy);
    }

    /// <summary>Lets go of the tasks without ending them.</summary>
    public async Task DetachAsync()
    {
        await detached.CancelAsync();
        await Task.WhenAll(tasks.Select(task => task.DetachAsync()));
        await run;
    }

    /// <summary>Restarts running tasks, or also ended ones; they start again in the order of their lifecycles.</summary>
    public void RestartAll(bool endedToo)
    {
        var reason = endedToo ? "User requested all tasks to restart" : "User requested running tasks to restart";
        var over = IsTerminal;
        foreach (var task in tasks)
        {
            if (task.State.State == TaskStateNames.Running)
                task.Restart(reason);
            else if (endedToo && task.State.State == TaskStateNames.Dead)
            {
                task.Revive(reason);
                if (!over)
                    task.Start();
            }
        }
        lock (gate)
            stopping &= !endedToo;
        if (over && endedToo)
            Start();
        else
            OnTaskChanged();
    }

    private const string StoppedMeanwhile = "Stopped before the servers were given an older state in which it runs";

    /// <summary>What servers are told.</summary>
    public Allocation Report()
    {
        var states = States();
        var (status, description) = AllocStatus.Of(states.Values);
        var current = Allocation;
        // The servers were given a state from before they had it stopped. It did not come to its end by itself.
        if (toldToStop && status == AllocClientStatus.Complete && current.DesiredStatus == AllocDesiredStatus.Run)
            (status, description) = (AllocClientStatus.Lost, StoppedMeanwhile);
        return new Allocation
        {
            ID = current.ID,
            Namespace = current.Namespace,
            JobID = current.JobID,
            NodeID = current.NodeID,
            TaskGroup = current.TaskGroup,
            ClientStatus = status,
            ClientDescription = description,
            TaskStates = states,
            DeploymentStatus = deployment,
            NetworkStatus = current.NetworkStatus,
        };
    }

    private TaskRunner MakeTask(JobTask task)
    {
        var runner = new TaskRunner(new TaskParts
        {
            Allocation = () => Allocation,
            Group = Group,
            Task = task,
            Folder = Folder,
            Driver = shared.Drivers.GetValueOrDefault(task.Driver),
            Shared = shared,
        });
        runner.Record.Changed = OnTaskChanged;
        return runner;
    }

    private async Task RunAsync()
    {
        await Task.Yield();
        try
        {
            foreach (var task in tasks.Where(task => task.State.Events.OrEmpty().Count == 0))
                task.Record.Emit(TaskEvents.Received());
            await AllocHooks.RunAsync(new AllocSetup(Allocation, Group, Folder, previous), detached.Token);
            // Nothing asks for it again; held on, each allocation would keep all its predecessors in memory.
            previous = null;
            WatchHealth(Allocation with { DeploymentStatus = deployment });
            _ = LimitRunAsync();
            foreach (var task in tasks)
                task.Start();
            tasksStarted = true;
            OnTaskChanged();
            await Task.WhenAll(tasks.Select(task => task.Completion));
        }
        catch (AllocHookException problem)
        {
            log.Error($"prerun failed: alloc_id={Id} error=\"{problem.Message}\"");
            FailAll(problem.Message);
        }
        catch (OperationCanceledException) when (detached.IsCancellationRequested)
        {
            return;
        }
        catch (Exception problem)
        {
            // Nobody else owns this allocation: without this it would look alive for ever.
            log.Error($"alloc runner failed: alloc_id={Id} error=\"{problem}\"");
            FailAll($"client failed: {problem.Message}");
        }
        if (!detached.IsCancellationRequested)
            ended.TrySetResult();
    }

    private void FailAll(string message)
    {
        var now = shared.Time.GetUtcNow();
        foreach (var task in tasks)
        {
            task.Record.Remember(local => local with { RunComplete = true });
            task.Record.Emit(TaskEvents.SetupFailure(message), state => state with { State = TaskStateNames.Dead, Failed = true, FinishedAt = now });
        }
    }

    // Called after every change of a task, on whatever thread changed it.
    private void OnTaskChanged()
    {
        var states = States();
        foreach (var task in tasks)
        {
            if (task.State.State != TaskStateNames.Running && Lifecycle.MayStart(task.Task, Group.Tasks.OrEmpty(), states))
                task.AllowStart();
        }
        if (tasksStarted)
            EndOthers(states);
        health?.Ring();
        Tell();
    }

    /// <summary>Reports how it is now. One at a time: of two tasks that end at once, the later report must not be overtaken by the earlier.</summary>
    public void Tell()
    {
        lock (telling)
            report(Report());
    }

    // A failed task takes its siblings along, a leader all others, and sidecars do not outlive what they serve.
    private void EndOthers(IReadOnlyDictionary<string, TaskState> states)
    {
        TaskEvent? reason = null;
        var victims = tasks.Where(task => !Lifecycle.IsPoststop(task.Task) && task.State.State != TaskStateNames.Dead).ToArray();
        if (victims.Length == 0)
            return;
        if (tasks.FirstOrDefault(task => task.State is { State: TaskStateNames.Dead, Failed: true } && !Lifecycle.IsPoststop(task.Task)) is { } failed)
            reason = TaskEvents.SiblingFailed(failed.Task.Name);
        else if (tasks.Any(task => task.Task.Leader && task.State.State == TaskStateNames.Dead))
            reason = TaskEvents.LeaderDead();
        else if (Lifecycle.LeftoverSidecars(Group.Tasks.OrEmpty(), states).Any())
            reason = TaskEvents.MainTasksDead();
        if (reason is null)
            return;
        lock (gate)
        {
            if (stopping)
                return;
            stopping = true;
        }
        _ = KillAsync(new KillOrder(reason));
    }

    private async Task KillAsync(KillOrder order)
    {
        var leader = tasks.FirstOrDefault(task => task.Task.Leader);
        var others = tasks.Where(task => task != leader && !Lifecycle.IsPoststop(task.Task)).ToArray();
        if (leader is not null)
        {
            leader.Kill(order);
            await leader.Completion;
        }
        foreach (var wave in new[] { others.Where(task => !Lifecycle.IsSidecar(task.Task)), others.Where(task => Lifecycle.IsSidecar(task.Task)) })
        {
            foreach (var task in wave)
                task.Kill(order);
            await Task.WhenAll(wave.Select(task => task.Completion));
        }
    }

    private async Task LimitRunAsync()
    {
        if (Group.MaxRunDuration is not { Nanoseconds: > 0 } limit)
            return;
        var now = shared.Clock.Now;
        var began = tasks.Min(task => task.State.StartedAt == default ? now : task.Record.Since);
        var left = began + limit.ToTimeSpan() - now;
        try
        {
            await LongWait.DelayAsync(left, shared.Time, detached.Token);
            Stop(reason: $"max run duration of {limit} exceeded");
        }
        catch (OperationCanceledException) when (detached.IsCancellationRequested)
        {
            // The agent stops; the next one counts on.
        }
    }

    private void WatchHealth(Allocation current)
    {
        if (HealthRule.For(current, Group, shared.Clock.Now) is not { } rule)
            return;
        var watcher = new AllocHealthWatcher(Group, rule, SteadyStates, (shared.Clock, shared.Time));
        health = watcher;
        _ = DecideHealthAsync(watcher, current.DeploymentStatus?.Canary ?? false);
    }

    private async Task DecideHealthAsync(AllocHealthWatcher watcher, bool canary)
    {
        HealthVerdict verdict;
        try
        {
            verdict = await watcher.DecideAsync(detached.Token);
        }
        catch (OperationCanceledException) when (detached.IsCancellationRequested)
        {
            return;
        }
        if (!ReferenceEquals(health, watcher))
            return;
        deployment = new AllocDeploymentStatus { Healthy = verdict.Healthy, Timestamp = shared.Time.GetUtcNow(), Canary = canary };
        await shared.Store.PutDeploymentAsync(Id, deployment);
        foreach (var (task, reason) in verdict.Reasons)
            tasks.FirstOrDefault(each => each.Task.Name == task)?.Record.Emit(TaskEvents.From(TaskEventTypes.AllocUnhealthy, reason));
        Tell();
    }
}
