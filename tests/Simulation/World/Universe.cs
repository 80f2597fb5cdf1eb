using System.Collections.Concurrent;

namespace Nomad.Simulation.World;

/// <summary>
/// One seed's world: a clock that jumps from event to event, one thread, and every choice drawn from one random source, so that a
/// seed always gives the same run. Tasks that are ready at the same moment run in a drawn order: no order between them is promised
/// by real machines either.
/// </summary>
internal sealed class Universe(int seed)
{
    /// <summary>Tasks that may run without the clock moving on: more is a loop that never waits.</summary>
    private const int MostStepsAtOnce = 2_000_000;

    public static readonly DateTimeOffset Epoch = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly PriorityQueue<Action, (long At, long Order)> agenda = new();
    private readonly List<(Process Owner, Task Task)> ready = [];
    private readonly ConcurrentQueue<string> escapes = new();
    private readonly int thread = Environment.CurrentManagedThreadId;
    private long order;
    private ulong trace = 14695981039346656037;

    public Random Random { get; } = new(seed);

    public TimeSpan Now { get; private set; }

    /// <summary>Tasks run so far.</summary>
    public long Steps { get; private set; }

    /// <summary>Changes with every choice made: equal runs have equal traces.</summary>
    public ulong Trace => trace;

    /// <summary>What happened, newest last, bounded; a failure shows it.</summary>
    public Chronicle Chronicle { get; } = new();

    public void At(TimeSpan when, Action action) => agenda.Enqueue(action, ((when < Now ? Now : when).Ticks, order++));

    public void After(TimeSpan delay, Action action) => At(Now + delay, action);

    public void Note(string line) => Chronicle.Add(Now, line);

    /// <summary>Runs until something holds; false when it does not within the limit.</summary>
    public bool Run(TimeSpan limit, Func<bool>? until = null)
    {
        // A context of the caller's would take continuations away.
        SynchronizationContext.SetSynchronizationContext(null);
        var deadline = Now + limit;
        var stepsHere = 0;
        while (true)
        {
            if (!escapes.IsEmpty)
                throw new BrokenLaw("determinism", string.Join("\n", escapes));
            if (ready.Count > 0)
            {
                if (++stepsHere > MostStepsAtOnce)
                    throw new BrokenLaw("progress", $"{MostStepsAtOnce} tasks ran at {Now} without waiting");
                RunOne();
                continue;
            }
            if (until is not null && until())
                return true;
            if (!agenda.TryPeek(out _, out var next) || next.At > deadline.Ticks)
            {
                Now = deadline;
                return false;
            }
            stepsHere = 0;
            Now = TimeSpan.FromTicks(next.At);
            Mix((ulong)next.At);
            agenda.Dequeue()();
        }
    }

    public TimeSpan Between(TimeSpan least, TimeSpan most) => least + (most - least) * Random.NextDouble();

    public bool Chance(double probability) => Random.NextDouble() < probability;

    public T Pick<T>(IReadOnlyList<T> from) => from[Random.Next(from.Count)];

    internal void Ready(Process owner, Task task)
    {
        if (Environment.CurrentManagedThreadId != thread)
            escapes.Enqueue($"{owner.Name} went on outside the simulation:\n{Environment.StackTrace}");
        else
            ready.Add((owner, task));
    }

    internal void Forget(Process owner) => ready.RemoveAll(each => each.Owner == owner);

    private void RunOne()
    {
        var index = ready.Count == 1 ? 0 : Random.Next(ready.Count);
        var (owner, task) = ready[index];
        ready[index] = ready[^1];
        ready.RemoveAt(ready.Count - 1);
        if (owner.IsHeld)
        {
            owner.Hold(task);
            return;
        }
        Steps++;
        Mix((ulong)owner.Number * 31 + (ulong)index);
        owner.Execute(task);
    }

    private void Mix(ulong value) => trace = (trace ^ value) * 1099511628211;
}
