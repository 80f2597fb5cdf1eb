using Nomad.Raft.Consensus;

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
    private ulong firstIndex = ulong.MaxValue;
    private long since;
    private long elected;
    private volatile bool handedOver;

    /// <summary>When a majority answered, or elected it, as a timestamp; meaningless when it does not lead.</summary>
    public long Contact => Interlocked.Read(ref since) is var answered and not 0 ? answered : Interlocked.Read(ref elected);

    /// <param name="tick">Of this server's clock.</param>
    /// <param name="electionTicks">What a follower waits at least.</param>
    /// <param name="applied">Entries that reads see: none before its own first one is among them.</param>
    public bool Holds(TimeSpan tick, int electionTicks, ulong applied)
    {
        var begin = Interlocked.Read(ref since);
        return begin != 0 && !handedOver && applied >= Interlocked.Read(ref firstIndex) && time.GetElapsedTime(begin) < tick * (electionTicks - SpareTicks);
    }

    /// <param name="turn">When the turn began in which rounds were sent or answered.</param>
    /// <param name="rounds">Null: it leads no more.</param>
    public void Note(long turn, LeaderRounds? rounds)
    {
        if (rounds is not { } now || now.Term != newest.Term)
        {
            open.Clear();
            newest = (rounds?.Term ?? 0, 0);
            Interlocked.Exchange(ref since, 0);
            Interlocked.Exchange(ref elected, turn);
            Interlocked.Exchange(ref firstIndex, rounds?.FirstIndex ?? ulong.MaxValue);
        }

        handedOver = rounds?.HandedOver ?? false;
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
