using Nomad.Scheduling.Nodes;
using Nomad.Server.Commands;
using Nomad.Server.State.Saving;
using Nomad.Server.State.Writing;

namespace Nomad.Server.State;

/// <summary>
/// Everything the servers agree on, in memory. One thread applies commands; any number of threads take
/// <see cref="Snapshot"/>s, which cost writers nothing, and wait for changes.
/// </summary>
public sealed class StateStore
{
    /// <summary>How many versions of a job are kept unless told (untagged ones).</summary>
    public const int UsualTrackedVersions = 6;

    /// <summary>History of as many commands is kept longer than somebody reads it.</summary>
    private const int SnapshotsPerRun = 32;

    private static readonly int TableCount = Enum.GetValues<StateTable>().Length;

    private readonly Watchers watchers = new();
    private readonly Queue<(ulong First, WeakReference<SnapshotRun> Run)> held = new();
    private readonly TimeProvider time;
    private Tables tables = new();
    private JobTallies tallies = new();
    private NodeColumns columns = new();
    private ulong columnsIndex;
    private readonly Lock columnsGate = new();
    private volatile StateSnapshot current;
    private SnapshotRun run;
    private int published;
    private int restores;
    private volatile TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public StateStore(TimeProvider time)
    {
        this.time = time;
        run = BeginRun(0);
        current = new StateSnapshot(tables, 0, new ulong[TableCount]) { Run = run };
    }

    /// <summary>Untagged versions kept of each job; the same on every server.</summary>
    public int TrackedVersions { get; init; } = UsualTrackedVersions;

    /// <summary>The index of the last applied command.</summary>
    public ulong Index => current.Index;

    /// <summary>Runs on the applying thread right after each command is visible. Must be quick and must not throw.</summary>
    public event Action<StateCommit>? Committed;

    /// <summary>The state as of the last applied command.</summary>
    public StateSnapshot Snapshot() => current;

    /// <summary>What every node has and what is used of it, as schedulers want it: as new as the newest snapshot or newer.</summary>
    public NodeTable CaptureNodes() => CaptureNodes(out _);

    /// <param name="index">The entry after which nodes were as the table says.</param>
    public NodeTable CaptureNodes(out ulong index)
    {
        lock (columnsGate)
        {
            index = columnsIndex;
            return columns.Capture();
        }
    }

    /// <summary>Applies the command of Raft entry <paramref name="index"/>: one caller at a time, indexes growing.</summary>
    public StateCommit Apply(ulong index, Command command)
    {
        if (index <= current.Index)
            throw new ArgumentOutOfRangeException(nameof(index), index, $"entries are applied in order: already at {current.Index}");
        var transaction = new StateTransaction(tables, tallies, index) { TrackedVersions = TrackedVersions };
        CommandDispatch.Apply(transaction, command);
        transaction.Finish();
        lock (columnsGate)
        {
            transaction.Tell(columns);
            columnsIndex = index;
        }
        Publish(index, transaction.TouchedTables);
        watchers.Fire(transaction.Touched);
        tables.Trim(OldestHeld());
        var commit = new StateCommit(new(index, transaction.Changes), command, transaction.Refusal);
        Committed?.Invoke(commit);
        return commit;
    }

    /// <summary>Notes that entries up to <paramref name="index"/> were applied though they changed nothing here.</summary>
    public void Advance(ulong index)
    {
        if (index > current.Index)
            Publish(index, default);
    }

    /// <summary>A snapshot that contains entry <paramref name="index"/>: waits for it, or throws <see cref="TimeoutException"/>.</summary>
    public async Task<StateSnapshot> AtLeastAsync(ulong index, TimeSpan limit, CancellationToken cancel)
    {
        var since = time.GetTimestamp();
        while (true)
        {
            var snapshot = current;
            if (snapshot.Index >= index)
                return snapshot;
            var left = limit - time.GetElapsedTime(since);
            if (left <= TimeSpan.Zero)
                throw new TimeoutException($"timeout waiting for index {index}: the state is at {snapshot.Index}");
            var step = arrived.Task;
            if (current.Index >= index)
                continue;
            try
            {
                await step.WithinAsync(left, time, cancel);
            }
            catch (TimeoutException)
            {
                // Reported above, with the index that was reached.
            }
        }
    }

    /// <summary>
    /// A blocking query: answers at once when the answer's index is above <paramref name="minIndex"/>, else when something watched
    /// was written and it is, or <see cref="Restore"/> has replaced everything, at the latest after <paramref name="wait"/>. <paramref name="read"/> runs on a snapshot and returns
    /// the answer with its index; it may run many times.
    /// </summary>
    public async Task<(ulong Index, T Answer)> QueryAsync<T>(
        ulong minIndex, TimeSpan wait, IReadOnlyList<Watch> watches, Func<StateSnapshot, (ulong Index, T Answer)> read, CancellationToken cancel)
    {
        if (minIndex == 0 || wait <= TimeSpan.Zero)
            return AtLeastOne(read(current));
        var (since, before) = (time.GetTimestamp(), Volatile.Read(ref restores));
        while (true)
        {
            using var registration = watchers.Register(watches);
            var answer = AtLeastOne(read(current));
            var left = wait - time.GetElapsedTime(since);
            // When another state came in force, nothing that the caller has seen need be so any more.
            if (answer.Index > minIndex || left <= TimeSpan.Zero || before != Volatile.Read(ref restores))
                return answer;
            await registration.WaitAsync(left, time, cancel);
        }
    }

    /// <summary>Writes the state as of <paramref name="snapshot"/>; the same state gives the same bytes.</summary>
    public static void Save(StateSnapshot snapshot, Stream target) => StateWriter.Write(snapshot, target);

    /// <summary>Replaces everything by what <see cref="Save"/> wrote. Throws <see cref="InvalidDataException"/> and changes nothing when it is damaged.</summary>
    public void Restore(Stream source)
    {
        var restored = StateReader.Read(source);
        tables = restored.Tables;
        tallies = restored.Tallies;
        held.Clear();
        run = BeginRun(restored.Index);
        var snapshot = new StateSnapshot(tables, restored.Index, restored.TableIndexes) { Run = run };
        lock (columnsGate)
            (columns, columnsIndex) = (restored.Columns, restored.Index);
        current = snapshot;
        Interlocked.Increment(ref restores);
        Announce();
        watchers.FireAll();
    }

    private static (ulong Index, T Answer) AtLeastOne<T>((ulong Index, T Answer) answer) => (Math.Max(1, answer.Index), answer.Answer);

    private void Publish(ulong index, TableSet touched)
    {
        var indexes = new ulong[TableCount];
        for (var i = 0; i < indexes.Length; i++)
            indexes[i] = touched.Contains((StateTable)i) ? index : current.TableIndexes[i];
        if (++published % SnapshotsPerRun == 0)
            run = BeginRun(index);
        current = new StateSnapshot(tables, index, indexes) { Run = run };
        Announce();
    }

    private void Announce()
    {
        var before = arrived;
        arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        before.TrySetResult();
    }

    private SnapshotRun BeginRun(ulong first)
    {
        var begun = new SnapshotRun();
        held.Enqueue((first, new WeakReference<SnapshotRun>(begun)));
        return begun;
    }

    /// <summary>No snapshot with a lower index is read by anybody: that of the first of the oldest run of which one is held.</summary>
    private ulong OldestHeld()
    {
        while (held.Count > 1 && !held.Peek().Run.TryGetTarget(out _))
            held.Dequeue();
        return held.Peek().First;
    }
}

/// <summary>
/// Held by snapshots that were made one after the other. The collector tells when none of them is read any more: with one such thing for each, as many handles would
/// be the larger part of what a small command costs.
/// </summary>
internal sealed class SnapshotRun;
