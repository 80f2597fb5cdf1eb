namespace Nomad.Raft.Running;

/// <summary>Who waits for which place in the log. Used by the node's loop only.</summary>
internal sealed class PendingProposals
{
    private readonly Dictionary<ulong, (ulong Term, TaskCompletionSource<Applied> Done)> byIndex = [];

    public void Add(ulong index, ulong term, TaskCompletionSource<Applied> done) => byIndex[index] = (term, done);

    /// <summary>The waiters of committed entries, by position; null where nobody waits here.</summary>
    public TaskCompletionSource<Applied>?[] Take(IReadOnlyList<LogEntry> entries)
    {
        var waiters = new TaskCompletionSource<Applied>?[entries.Count];
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
                    waiters[i] = pending.Done;
                }
                else
                {
                    pending.Done.TrySetException(new LeadershipLostException());
                }
            }
        }

        return waiters;
    }

    public void FailAll(Func<Exception> error)
    {
        foreach (var (_, pending) in byIndex)
        {
            pending.Done.TrySetException(error());
        }

        byIndex.Clear();
    }
}
