namespace Nomad.Raft.Consensus;

/// <summary>Reads that wait until a majority has confirmed that this server still leads (dissertation, 6.4).</summary>
internal sealed class LeaderReads(CoreState state, SortedDictionary<string, Progress> peers)
{
    private readonly List<(ulong RequestId, ulong Index, ulong Number)> waiting = [];

    /// <summary>Of the newest round; goes with every heartbeat and comes back with its answer.</summary>
    public ulong Number { get; private set; }

    /// <summary>The newest round that a majority has answered.</summary>
    public ulong Answered => Math.Min(Number, Confirmed());

    public void BeginRound() => Number++;

    /// <summary>True when somebody must be asked.</summary>
    public bool Add(ulong requestId)
    {
        waiting.Add((requestId, state.Commit, ++Number));
        Release();
        return waiting.Count > 0;
    }

    public void Release()
    {
        if (waiting.Count == 0)
        {
            return;
        }

        var confirmed = Confirmed();
        var released = waiting.Count(read => read.Number <= confirmed);
        state.Out.Reads.AddRange(waiting.Take(released).Select(read => (read.RequestId, read.Index)));
        waiting.RemoveRange(0, released);
    }

    /// <summary>Up to which number a majority still took this server for the leader.</summary>
    private ulong Confirmed() => state.Configuration.Voters.Select(id => id == state.Id ? Number : peers[id].ReadConfirmed)
        .OrderDescending().ElementAt(state.Configuration.Quorum - 1);
}
