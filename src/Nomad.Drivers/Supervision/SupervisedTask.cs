namespace Nomad.Drivers.Supervision;

/// <summary>One task as the supervisor knows it.</summary>
internal abstract class SupervisedTask(string id)
{
    private readonly TaskCompletionSource<ExitResult> _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DateTimeOffset? _finishedAt;

    public string Id { get; } = id;

    public int Pid { get; protected set; }

    public DateTimeOffset StartedAt { get; } = DateTimeOffset.UtcNow;

    public Task<ExitResult> Exit => _exit.Task;

    /// <summary>When it ended, on the clock of <see cref="Environment.TickCount64"/>; meaningful once <see cref="Exit"/> is completed.</summary>
    public long EndedAt { get; private set; }

    public virtual IReadOnlyList<string> Cgroups => [];

    public TaskState State => new(Id, Pid, StartedAt, _finishedAt, Exit.IsCompletedSuccessfully ? Exit.Result : null);

    public abstract void Signal(int signal);

    public abstract void Kill();

    /// <summary>Asks with the signal, kills after the timeout; returns when the task has ended.</summary>
    public virtual async Task StopAsync(int signal, TimeSpan timeout)
    {
        if (!Exit.IsCompleted)
            Signal(signal);
        if (await Task.WhenAny(Exit, Task.Delay(timeout)).ConfigureAwait(false) != Exit)
            Kill();
        await Exit.WaitAsync(Supervisor.KillPatience).ConfigureAwait(false);
    }

    /// <summary>Removes what is left of an ended task.</summary>
    public virtual Task CleanAsync() => Task.CompletedTask;

    /// <summary>Starts a command beside the task, its output into the sinks. Throws <see cref="DriverException"/>.</summary>
    public virtual Task<StartedExec> ExecAsync(ExecRequest request, ExecSinks sinks) =>
        throw new DriverException("exec is not possible: the task has no process");

    /// <summary>Nobody will know how it ended: those who wait get the error.</summary>
    protected void Fail(DriverException error) => _exit.TrySetException(error);

    protected void End(ExitResult result)
    {
        _finishedAt = DateTimeOffset.UtcNow;
        EndedAt = Environment.TickCount64;
        _exit.TrySetResult(result);
    }
}
