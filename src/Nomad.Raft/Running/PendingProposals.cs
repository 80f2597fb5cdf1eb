namespace Nomad.Raft.Running;

/// <summary>Who waits for which place in the log. Used by the node's loop only.</summary>
internal sealed class PendingProposals
{
    private readonly Dictionary<ulong, (ulong Term, Waiter Waiter)> byIndex = [];

    public void Add(ulong index, ulong term, Waiter waiter) => byIndex[index] = (term, waiter);

    /// <summary>The waiters of committed entries, by position; none where nobody waits here.</summary>
    public Waiter[] Take(IReadOnlyList<LogEntry> entries)
    {
        var waiters = new Waiter[entries.Count];
        if (byIndex.Count == 0)
        {
            return waiters;
        }

        for (var i = 0; i < entries.Count; i++)
        {
            if (byIndex.Remove(entries[i].Index, out var pending))
            {
                if (pending.Term == entries[i].Term)
                {
                    waiters[i] = pending.Waiter;
                }
                else
                {
                    pending.Waiter.Fail(new LeadershipLostException());
                }
            }
        }

        return waiters;
    }

    public void FailAll(Func<Exception> error)
    {
        foreach (var (_, pending) in byIndex)
        {
            pending.Waiter.Fail(error());
        }

        byIndex.Clear();
    }
}

/// <summary>Who waits for an entry, with the command as its proposer knows it; the default is nobody.</summary>
internal readonly record struct Waiter(TaskCompletionSource<Applied>? Done, object? Command)
{
    public void Complete(Applied applied) => Done?.TrySetResult(applied);

    public void Fail(Exception error) => Done?.TrySetException(error);
}
