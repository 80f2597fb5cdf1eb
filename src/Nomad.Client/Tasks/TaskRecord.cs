using Nomad.Client.LocalState;
using Nomad.Model;
using Nomad.Model.Allocations;

namespace Nomad.Client.Tasks;

/// <summary>State and history of one task: changed in one place, remembered on disk, and told to the alloc runner. Thread safe.</summary>
public sealed class TaskRecord(string allocId, string task, ClientShared shared)
{
    /// <summary>Older events are dropped: servers keep every task's list in memory.</summary>
    public const int MaxEvents = 10;

    private readonly Lock gate = new();

    public TaskState State { get; private set; } = new() { State = TaskStateNames.Pending };

    /// <summary>
    /// <see cref="TaskState.StartedAt"/> by the steady clock of the client. Of a run that an earlier agent began, only the time of day tells how
    /// long ago that was.
    /// </summary>
    public DateTimeOffset Since { get; private set; } = DateTimeOffset.MinValue;

    public StoredTask Local { get; private set; } = new();

    /// <summary>Called after each change, on the thread that made it.</summary>
    public Action Changed { get; set; } = () => { };

    public void Restore(TaskState? state, StoredTask? local)
    {
        if (state is { StartedAt: var began } && began != default)
        {
            var ago = shared.Time.GetUtcNow() - began;
            Since = shared.Clock.Now - (ago > TimeSpan.Zero ? ago : TimeSpan.Zero);
        }
        State = state ?? State;
        Local = local ?? Local;
    }

    public void Emit(TaskEvent what) => Emit(what, state => state);

    /// <summary>Adds an event and changes the state in one step, so that nobody sees one without the other.</summary>
    public void Emit(TaskEvent what, Func<TaskState, TaskState> change)
    {
        lock (gate)
        {
            var now = shared.Time.GetUtcNow();
            var stamped = what with { Time = (now.Ticks - DateTimeOffset.UnixEpoch.Ticks) * TimeSpan.NanosecondsPerTick };
            var events = State.Events.OrEmpty();
            var kept = events.Skip(Math.Max(0, events.Count - MaxEvents + 1));
            Keep(change(State) with { Events = [.. kept, stamped] });
        }
        Changed();
    }

    public void Change(Func<TaskState, TaskState> change)
    {
        lock (gate)
            Keep(change(State));
        Changed();
    }

    public void Remember(Func<StoredTask, StoredTask> change)
    {
        lock (gate)
        {
            Local = change(Local);
            _ = shared.Store.PutTaskAsync(allocId, task, Local).AsTask();
        }
    }

    // Within the lock, so that the store gets the states in the order they came about.
    private void Keep(TaskState state)
    {
        if (state.StartedAt != State.StartedAt)
            Since = shared.Clock.Now;
        State = state;
        _ = shared.Store.PutTaskStateAsync(allocId, task, state).AsTask();
    }
}
