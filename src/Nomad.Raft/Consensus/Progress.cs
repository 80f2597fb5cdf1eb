namespace Nomad.Raft.Consensus;

/// <summary>How a leader currently talks to one follower.</summary>
public enum ProgressMode
{
    /// <summary>Looking for the place where the logs match: one message at a time.</summary>
    Probe,

    /// <summary>Matching: messages follow each other without waiting.</summary>
    Replicate,

    /// <summary>Waiting for a snapshot to arrive.</summary>
    Snapshot,
}

/// <summary>What a leader knows about one server.</summary>
public sealed class Progress
{
    /// <summary>Messages with entries that may be under way to one follower.</summary>
    public const int MaxInflight = 128;

    private readonly Queue<ulong> inflight = new();

    public ulong Match { get; private set; }

    public ulong Next { get; set; }

    public ProgressMode Mode { get; private set; } = ProgressMode.Probe;

    public bool RecentlyActive { get; set; }

    /// <summary>In <see cref="ProgressMode.Probe"/>: a question is under way.</summary>
    public bool Asked { get; set; }

    /// <summary>Newest read number this server confirmed.</summary>
    public ulong ReadConfirmed { get; set; }

    /// <summary>Newest commit index told to this server.</summary>
    public ulong CommitTold { get; set; }

    public ulong PendingSnapshot { get; private set; }

    /// <summary>This server lost entries; it has them again when it has acknowledged this place.</summary>
    public ulong RecoversTo { get; private set; }

    public bool IsRecovering => Match < RecoversTo;

    public bool Paused => Mode switch
    {
        ProgressMode.Probe => Asked,
        ProgressMode.Replicate => inflight.Count >= MaxInflight,
        _ => true,
    };

    public void Sent(ulong lastIndex)
    {
        Next = lastIndex + 1;
        inflight.Enqueue(lastIndex);
    }

    /// <summary>True if the follower is further than known before.</summary>
    public bool Acknowledge(ulong index)
    {
        while (inflight.TryPeek(out var first) && first <= index)
        {
            inflight.Dequeue();
        }

        var advanced = index > Match;
        Match = Math.Max(Match, index);
        Next = Math.Max(Next, index + 1);
        return advanced;
    }

    /// <summary>A quiet follower with a full window may have lost it all: let one message through.</summary>
    public void FreeOne()
    {
        if (inflight.Count >= MaxInflight)
        {
            inflight.Dequeue();
        }
    }

    /// <summary>What it acknowledged does not hold any more: it begins at <paramref name="next"/>.</summary>
    public void Forget(ulong next, ulong recoversTo)
    {
        (Match, RecoversTo) = (0, recoversTo);
        if (Mode != ProgressMode.Snapshot)
        {
            BecomeProbe(next);
        }
    }

    public void BecomeProbe(ulong next)
    {
        (Mode, Next, Asked, PendingSnapshot) = (ProgressMode.Probe, Math.Max(next, Match + 1), false, 0);
        inflight.Clear();
    }

    public void BecomeReplicate()
    {
        (Mode, Next, PendingSnapshot) = (ProgressMode.Replicate, Match + 1, 0);
        inflight.Clear();
    }

    public void BecomeSnapshot(ulong index)
    {
        (Mode, PendingSnapshot) = (ProgressMode.Snapshot, index);
        inflight.Clear();
    }
}
