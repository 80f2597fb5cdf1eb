namespace Nomad.Simulation.World;

/// <summary>
/// One life of a program: everything it does runs as tasks of this scheduler, so it can be killed between any two of them, without a
/// word of farewell, or held for a while.
/// </summary>
internal sealed class Process : TaskScheduler
{
    private readonly Universe world;
    private readonly List<Task> held = [];
    private TimeSpan busyUntil;
    private bool paused;
    private (int Steps, Action Happen)? interruption;

    public Process(Universe world, string name, int number)
    {
        (this.world, Name, Number) = (world, name, number);
        Time = new ProcessTime(world, this);
    }

    public string Name { get; }

    public int Number { get; }

    public ProcessTime Time { get; }

    public bool IsDead { get; private set; }

    public bool IsHeld => paused || busyUntil > world.Now;

    /// <summary>When what it does now leaves it: later than now while it waits for its disk.</summary>
    public TimeSpan Instant => busyUntil > world.Now ? busyUntil : world.Now;

    /// <summary>Runs something as this program; its failure is the world's.</summary>
    public void Post(Action work) => Watched(Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this));

    public Task Run(Func<Task> work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this).Unwrap();

    public Task<T> Run<T>(Func<Task<T>> work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this).Unwrap();

    public void Kill()
    {
        IsDead = true;
        held.Clear();
        world.Forget(this);
    }

    public void Pause() => paused = true;

    public void Resume()
    {
        paused = false;
        Release();
    }

    /// <summary>Something happens to it in the midst of what it does: after so many more of its tasks, whatever else is ready then.</summary>
    public void Interrupt(int steps, Action happen) => interruption = (steps, happen);

    /// <summary>It waits for something outside, as for a disk, and does nothing meanwhile.</summary>
    public void Busy(TimeSpan time)
    {
        busyUntil = Instant + time;
        world.At(busyUntil, Release);
    }

    internal void Hold(Task task) => held.Add(task);

    internal void Execute(Task task)
    {
        if (IsDead)
            return;
        TryExecuteTask(task);
        if (interruption is not var (steps, happen))
            return;
        interruption = steps > 1 ? (steps - 1, happen) : null;
        if (interruption is null)
            happen();
    }

    protected override void QueueTask(Task task)
    {
        if (IsDead)
            return;
        if (IsHeld)
            Hold(task);
        else
            world.Ready(this, task);
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => held;

    private void Release()
    {
        if (IsHeld || IsDead)
            return;
        foreach (var task in held)
            world.Ready(this, task);
        held.Clear();
    }

    private void Watched(Task task) => task.ContinueWith(
        failed => world.After(TimeSpan.Zero, () => throw new BrokenLaw("crash", $"{Name}: {failed.Exception!.InnerException}")),
        CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, this);
}
