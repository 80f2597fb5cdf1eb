using System.Threading.Channels;
using Nomad.Raft.Storage;

namespace Nomad.Raft.Running;

/// <summary>
/// Drives the state machine on a loop of its own, so that a slow command or a long restore delays neither heartbeats nor the log.
/// Begins snapshots when enough was applied; they are written beside it.
/// </summary>
internal sealed class Applier(
    Func<RaftTuning> tuning, long snapshotThresholdBytes, IStateMachine machine, ISnapshotStore snapshots, Action<SnapshotMeta> snapshotTaken, Action<Exception> failed,
    TimeProvider time)
{
    /// <summary>Snapshots up to this many bytes are written as often as the thresholds say.</summary>
    private const long SmallSnapshot = 4 * 1024 * 1024;

    /// <summary>A larger one is written again when the log gained as many bytes.</summary>
    private const long LogShareOfSnapshot = 1;

    private readonly Channel<Work> queue = Channel.CreateUnbounded<Work>(new UnboundedChannelOptions { SingleReader = true });
    private RaftConfiguration configuration = RaftConfiguration.Empty;
    private ulong configurationIndex;
    private ulong appliedTerm;
    private ulong snapshotIndex;
    private long snapshotMoment = time.GetTimestamp();
    private long bytesSinceSnapshot;
    private long snapshotBytes;
    private Task writing = Task.CompletedTask;
    private ulong appliedIndex;
    private bool replaced;

    public ulong AppliedIndex => Volatile.Read(ref appliedIndex);

    /// <summary>Loads the newest snapshot, if any, before the loop starts.</summary>
    public void Recover()
    {
        if (snapshots.Latest is not null)
        {
            RestoreLatest();
        }
    }

    public void Entries(IReadOnlyList<LogEntry> entries, Waiter[] waiters) => Enqueue(new Work(entries, waiters, null, null));

    public void Restore() => Enqueue(new Work([], [], null, null) { Restore = true });

    /// <summary>Completes when everything queued before is applied.</summary>
    public void Mark(TaskCompletionSource<Applied> reached) => Enqueue(new Work([], [], reached, null));

    /// <summary>Takes a snapshot now, whatever the thresholds say.</summary>
    public void Snapshot(TaskCompletionSource<SnapshotMeta?> taken) => Enqueue(new Work([], [], null, taken));

    /// <summary>As <see cref="Snapshot"/>, even if there is one of this place: it is damaged.</summary>
    public void WriteAgain() => Enqueue(new Work([], [], null, null) { Again = true });

    public void Complete() => queue.Writer.TryComplete();

    public async Task RunAsync()
    {
        try
        {
            while (await queue.Reader.WaitToReadAsync())
            {
                while (queue.Reader.TryRead(out var work))
                {
                    Do(work);
                }
            }

            await writing;
        }
        catch (Exception error)
        {
            failed(error); // a state machine that fails must not go on: its copies on other servers would differ
            queue.Writer.TryComplete();
            while (queue.Reader.TryRead(out var work))
            {
                Fail(work, error);
            }
        }
    }

    private void Enqueue(Work work)
    {
        if (!queue.Writer.TryWrite(work))
        {
            Fail(work, new InvalidOperationException("this server's raft node has stopped"));
        }
    }

    private static void Fail(Work work, Exception error)
    {
        var stopped = new RaftStoppedException($"the state machine no longer takes entries: {error.Message}", error);
        work.Reached?.TrySetException(stopped);
        work.Taken?.TrySetException(stopped);
        foreach (var waiter in work.Waiters)
        {
            waiter.Fail(stopped);
        }
    }

    private void Do(Work work)
    {
        if (work.Restore)
        {
            RestoreLatest();
        }

        for (var i = 0; i < work.Entries.Count; i++)
        {
            try
            {
                // a restored snapshot may be newer than the one that was asked for, and then contains these
                var result = work.Entries[i].Index > AppliedIndex ? Apply(work.Entries[i], work.Waiters[i].Command) : null;
                work.Waiters[i].Complete(new Applied(work.Entries[i].Index, result));
            }
            catch (Exception error)
            {
                Fail(work, error);
                throw;
            }
        }

        work.Reached?.TrySetResult(new Applied(AppliedIndex, null));
        var due = (IsDueByCount(tuning()) || bytesSinceSnapshot >= snapshotThresholdBytes)
            && bytesSinceSnapshot >= Pace(Volatile.Read(ref snapshotBytes));
        if (work.Taken is not null || work.Again || replaced || (due && writing.IsCompleted))
        {
            replaced = false; // who has not got that state needs a snapshot that contains it
            BeginSnapshot(work.Taken, work.Again);
        }
    }

    private bool IsDueByCount(RaftTuning now) => AppliedIndex - snapshotIndex >= (ulong)now.SnapshotThreshold
        && (now.SnapshotInterval == TimeSpan.Zero || time.GetElapsedTime(snapshotMoment) >= now.SnapshotInterval);

    // A large state is not written again for a few entries: the work stays in proportion to what the log gained, and so does the log.
    private static long Pace(long lastSnapshot) => lastSnapshot <= SmallSnapshot ? 0 : lastSnapshot / LogShareOfSnapshot;

    private object? Apply(LogEntry entry, object? decoded)
    {
        object? result = null;
        if (entry.Kind == EntryKind.State)
        {
            Replace(entry);
        }
        else
        {
            result = machine.Apply(entry.Index, entry.Term, entry.Kind == EntryKind.Command ? entry.Data.Span : default, decoded);
        }

        if (entry.Kind == EntryKind.Configuration)
        {
            (configuration, configurationIndex) = (RaftConfiguration.Decode(entry.Data.Span), entry.Index);
        }

        bytesSinceSnapshot += entry.Data.Length;
        appliedTerm = entry.Term;
        Volatile.Write(ref appliedIndex, entry.Index);
        return result;
    }

    private void Replace(LogEntry entry)
    {
        using var content = snapshots.OpenState(SnapshotDigest.Decode(entry.Data.Span));
        machine.Replace(entry.Index, content);
        content.CopyTo(Stream.Null); // whatever the state machine left unread: the checksum stands at the end
        replaced = true;
    }

    private void RestoreLatest()
    {
        var (meta, _, content) = snapshots.OpenLatest();
        using (content)
        {
            machine.Restore(meta.Index, content);
            Volatile.Write(ref snapshotBytes, content.Length);
            content.CopyTo(Stream.Null); // whatever the state machine left unread: the checksum stands at the end
        }

        (configuration, configurationIndex, appliedTerm, snapshotIndex, bytesSinceSnapshot) = (meta.Configuration, meta.ConfigurationIndex, meta.Term, meta.Index, 0);
        Volatile.Write(ref appliedIndex, meta.Index);
    }

    private void BeginSnapshot(TaskCompletionSource<SnapshotMeta?>? taken, bool again)
    {
        if (AppliedIndex == snapshotIndex && !again)
        {
            taken?.TrySetResult(snapshots.Latest);
            return;
        }

        var meta = new SnapshotMeta(AppliedIndex, appliedTerm, configuration, configurationIndex);
        var view = machine.BeginSnapshot();
        (snapshotIndex, bytesSinceSnapshot, snapshotMoment) = (meta.Index, 0, time.GetTimestamp());
        var before = writing;
        writing = Background.Start(async () =>
        {
            await before;
            Write(meta, view, taken);
        });
    }

    private void Write(SnapshotMeta meta, IStateMachineView view, TaskCompletionSource<SnapshotMeta?>? taken)
    {
        try
        {
            using (view)
            using (var sink = snapshots.Create(meta))
            {
                view.WriteTo(sink.Content);
                Volatile.Write(ref snapshotBytes, sink.Content.Length);
                sink.Commit();
            }

            snapshotTaken(meta);
            taken?.TrySetResult(meta);
        }
        catch (Exception error)
        {
            taken?.TrySetException(error);
            failed(error);
        }
    }

    private sealed record Work(
        IReadOnlyList<LogEntry> Entries, Waiter[] Waiters, TaskCompletionSource<Applied>? Reached, TaskCompletionSource<SnapshotMeta?>? Taken)
    {
        public bool Restore { get; init; }

        public bool Again { get; init; }
    }
}
