using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Nomad.Drivers.Processes;

namespace Nomad.Drivers.Supervision;

/// <summary>What drivers share whose tasks live in the supervisor.</summary>
internal abstract class SupervisedDriver(DriverOptions options, SupervisorClient supervisor) : IDriver
{
    private const int HandleVersion = 1, RecoverTries = 20, LostTries = 100;
    private static readonly TimeSpan RecoverPause = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<string, TaskMeter> _meters = new(StringComparer.Ordinal);

    public abstract string Name { get; }

    public abstract DriverCapabilities Capabilities { get; }

    public abstract ConfigSchema Schema { get; }

    public TimeSpan FingerprintPeriod { get; } = TimeSpan.FromSeconds(30);

    protected DriverOptions Options => options;

    /// <summary>Where the container runtime keeps its own state.</summary>
    protected string RuntimeRoot => Path.Combine(options.StateDirectory, "containers");

    protected string Bundle(string name) => Path.Combine(options.StateDirectory, "bundles", name);

    public async IAsyncEnumerable<DriverFingerprint> FingerprintAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        DriverFingerprint? last = null;
        while (!cancel.IsCancellationRequested)
        {
            var found = Fingerprint();
            if (last is null || last.Health != found.Health || last.Description != found.Description || !last.Attributes.OrderBy(Key).SequenceEqual(found.Attributes.OrderBy(Key)))
                yield return found;
            last = found;
            await Task.Delay(FingerprintPeriod, options.Time, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        static string Key(KeyValuePair<string, string> pair) => pair.Key;
    }

    public async Task<StartedTask> StartAsync(TaskConfig task, CancellationToken cancel)
    {
        var taskOptions = Schema.Read(task.Config);
        var request = await PrepareAsync(task, taskOptions, cancel).ConfigureAwait(false);
        await supervisor.AskAsync(request with { Kind = RequestKind.Start, TaskId = task.Id }, start: true, cancel).ConfigureAwait(false);
        return new StartedTask(new TaskHandle(Name, task.Id, HandleVersion, ""), Network(taskOptions));
    }

    public async Task RecoverAsync(TaskHandle handle, CancellationToken cancel)
    {
        if (handle.Version > HandleVersion)
            throw new DriverException($"task handle version {handle.Version} of {handle.TaskId} is newer than {HandleVersion}, the newest this agent knows");
        for (var tries = 1; ; tries++)
        {
            try
            {
                await InspectAsync(handle.TaskId, cancel).ConfigureAwait(false);
                return;
            }
            catch (TaskNotFoundException)
            {
                await EndLostAsync(handle.TaskId, cancel).ConfigureAwait(false);
                throw;
            }
            catch (DriverException e) when (e.Recoverable && tries < RecoverTries)
            {
                // A supervisor that is just dying; soon nobody will answer at all.
                await Task.Delay(RecoverPause, cancel).ConfigureAwait(false);
            }
        }
    }

    public async Task<ExitResult> WaitAsync(string taskId, CancellationToken cancel) =>
        (await AskAsync(new Request { Kind = RequestKind.Wait, TaskId = taskId }, cancel).ConfigureAwait(false)).State!.Exit!;

    public Task StopAsync(string taskId, TimeSpan timeout, string? signal, CancellationToken cancel) => AskAsync(new Request
    {
        Kind = RequestKind.Stop,
        TaskId = taskId,
        Signal = string.IsNullOrEmpty(signal) ? Signals.Interrupt : Signals.Parse(signal),
        TimeoutMilliseconds = (long)Math.Clamp(timeout.TotalMilliseconds, 0, int.MaxValue),
    }, cancel);

    public async Task DestroyAsync(string taskId, bool force, CancellationToken cancel)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await AskAsync(new Request { Kind = RequestKind.Destroy, TaskId = taskId, Force = force }, cancel).ConfigureAwait(false);
                break;
            }
            catch (TaskNotFoundException)
            {
                // Gone already, as asked; or its supervisor is, which leaves its processes.
                await EndLostAsync(taskId, cancel).ConfigureAwait(false);
                break;
            }
            catch (DriverException e) when (e.Recoverable && tries < RecoverTries)
            {
                await Task.Delay(RecoverPause, cancel).ConfigureAwait(false);
            }
        }

        _meters.TryRemove(taskId, out _);
    }

    public async Task<TaskState> InspectAsync(string taskId, CancellationToken cancel) =>
        (await AskAsync(new Request { Kind = RequestKind.Inspect, TaskId = taskId }, cancel).ConfigureAwait(false)).State!;

    public async Task<TaskStats> StatsAsync(string taskId, CancellationToken cancel)
    {
        if (!_meters.TryGetValue(taskId, out var meter))
        {
            var reply = await AskAsync(new Request { Kind = RequestKind.Inspect, TaskId = taskId }, cancel).ConfigureAwait(false);
            meter = _meters.GetOrAdd(taskId, new TaskMeter(reply.State!.Pid, reply.Cgroups ?? [], options.TotalCompute));
        }

        return meter.Sample(TimeProvider.System);
    }

    public Task SignalAsync(string taskId, string signal, CancellationToken cancel) =>
        AskAsync(new Request { Kind = RequestKind.Signal, TaskId = taskId, Signal = Signals.Parse(signal) }, cancel);

    public virtual Task<ExecSession> ExecAsync(string taskId, ExecRequest request, CancellationToken cancel) => request.Command.Count == 0
        ? throw new DriverException("error exec command is required but was empty")
        : supervisor.ExecAsync(taskId, request, cancel);

    protected abstract DriverFingerprint Fingerprint();

    protected abstract Task<Request> PrepareAsync(TaskConfig task, TaskOptions taskOptions, CancellationToken cancel);

    protected virtual DriverNetwork? Network(TaskOptions taskOptions) => null;

    protected static LogTarget? Logs(TaskConfig task) => task.Logs is { } logs
        ? new LogTarget(Path.Combine(logs.Directory, task.TaskName), logs.MaxFiles, logs.MaxFileBytes) : null;

    /// <summary><c>allocation.task</c>, from <c>allocation/task/random</c>, with the random part to keep a restart apart.</summary>
    protected static string CgroupName(string taskId) => taskId.Replace('/', '.');

    /// <summary>The supervisor died: what it left must not run beside a replacement.</summary>
    private async Task EndLostAsync(string taskId, CancellationToken cancel)
    {
        var name = CgroupName(taskId);
        var left = Cgroups.Existing(options.CgroupParent, name);
        for (var tries = 0; tries < LostTries && !Cgroups.Remove(left); tries++)
        {
            foreach (var pid in Cgroups.Pids(left))
                _ = Native.Kill(pid, Signals.Kill);
            await Task.Delay(RecoverPause, cancel).ConfigureAwait(false);
        }

        foreach (var directory in (string[])[Bundle(name), Path.Combine(RuntimeRoot, name)])
        {
            if (Directory.Exists(directory))
                Directory.Delete(directory, recursive: true);
        }
    }

    private Task<Reply> AskAsync(Request request, CancellationToken cancel) => supervisor.AskAsync(request, start: false, cancel);
}
