namespace Nomad.Raft.Running;

/// <summary>
/// Until when nobody else can have been elected: a follower that heard its leader ignores elections for the election time, and so does
/// one that was restarted. Counted from before the heartbeats left that a majority has answered (dissertation, 6.4.1). Kept by the
/// loop, read by any thread.
/// </summary>
internal sealed class LeaderLease(TimeProvider time)
{
    /// <summary>Followers count whole ticks, and their clocks are not ours.</summary>
    private const int SpareTicks = 2;

    private readonly Queue<(ulong Round, long Begin)> open = new();
    private (ulong Term, ulong Round) newest;
    private long since;

    /// <param name="electionTicks">What a follower waits at least.</param>
    public bool Holds(TimeSpan tick, int electionTicks)
    {
        var begin = Interlocked.Read(ref since);
        return begin != 0 && time.GetElapsedTime(begin) < tick * (electionTicks - SpareTicks);
    }

    /// <param name="turn">When the turn began in which rounds were sent or answered.</param>
    /// <param name="rounds">Null: it leads no more.</param>
    public void Note(long turn, (ulong Term, ulong Asked, ulong Answered)? rounds)
    {
        if (rounds is not { } now || now.Term != newest.Term)
        {
            open.Clear();
            newest = (rounds?.Term ?? 0, 0);
            Interlocked.Exchange(ref since, 0);
        }

        if (rounds is not { } leading)
        {
            return;
        }

        if (leading.Asked > newest.Round)
        {
            newest.Round = leading.Asked;
            open.Enqueue((leading.Asked, turn));
        }

        while (open.TryPeek(out var first) && first.Round <= leading.Answered)
        {
            Interlocked.Exchange(ref since, open.Dequeue().Begin);
        }
    }
}
