using Nomad.Client.LocalState;
using Nomad.Model;
using Nomad.Model.Allocations;

namespace Nomad.Client.Tasks;

/// <summary>State and history of one task: changed in one place, remembered on disk, and told to the alloc runner. Thread safe.</summary>
public sealed class TaskRecord(string allocId, string task, LocalStore store, TimeProvider time)
{
    /// <summary>Older events are dropped: servers keep every task's list in memory.</summary>
    public const int MaxEvents = 10;

    private readonly Lock gate = new();

    public TaskState State { get; private set; } = new() { State = TaskStateNames.Pending };

    public StoredTask Local { get; private set; } = new();

    /// <summary>Called after each change, on the thread that made it.</summary>
    public Action Changed { get; set; } = () => { };

    public void Restore(TaskState? state, StoredTask? local)
    {
        State = state ?? State;
        Local = local ?? Local;
    }

    public void Emit(TaskEvent what) => Emit(what, state => state);

    /// <summary>Adds an event and changes the state in one step, so that nobody sees one without the other.</summary>
    public void Emit(TaskEvent what, Func<TaskState, TaskState> change)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
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
            _ = store.PutTaskAsync(allocId, task, Local).AsTask();
        }
    }

    // Within the lock, so that the store gets the states in the order they came about.
    private void Keep(TaskState state)
    {
        State = state;
        _ = store.PutTaskStateAsync(allocId, task, state).AsTask();
    }
}
