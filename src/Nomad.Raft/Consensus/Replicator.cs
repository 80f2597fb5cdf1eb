using Nomad.Raft.Transport;

namespace Nomad.Raft.Consensus;

/// <summary>A leader's work during one term: replicate, commit, confirm reads, hand over.</summary>
internal sealed class Replicator
{
    /// <summary>Entries of one message stop here, unless a single one is larger.</summary>
    public const long MaxAppendBytes = 512 * 1024;

    /// <summary>Uncommitted bytes a leader takes before it refuses more.</summary>
    public const long MaxUncommittedBytes = 64 * 1024 * 1024;

    private readonly CoreState state;
    private readonly int electionTicks;
    private readonly int heartbeatTicks;
    private readonly SortedDictionary<string, Progress> peers = new(StringComparer.Ordinal);
    private readonly LeaderReads reads;
    private readonly ulong firstIndex;
    private int heartbeatElapsed;
    private int electionElapsed;
    private int transferElapsed;
    private long uncommittedBytes;

    // For the rest of the term, also when the transfer came to nothing: the word to begin an election may be late, and those who are asked then
    // do not wait until this leader's lease is over.
    private bool handedOver;

    public Replicator(CoreState state, int electionTicks, int heartbeatTicks)
    {
        (this.state, this.electionTicks, this.heartbeatTicks) = (state, electionTicks, heartbeatTicks);
        reads = new LeaderReads(state, peers);
        firstIndex = state.Log.LastIndex + 1;
        FollowConfiguration();
        var replaced = state.Log.IsGroupReplaced;
        state.Log.Add(state.Term, replaced ? EntryKind.Configuration : EntryKind.Noop, replaced ? state.Configuration.Encode() : default);
    }

    public string? TransferTarget { get; private set; }

    public LeaderRounds Rounds => new(state.Term, firstIndex, reads.Number, reads.Answered, handedOver);

    /// <summary>False when a majority has not answered for a whole election time: somebody else may lead by now.</summary>
    public bool Tick()
    {
        if (TransferTarget is not null && ++transferElapsed >= electionTicks)
        {
            TransferTarget = null;
        }

        if (++electionElapsed >= electionTicks)
        {
            electionElapsed = 0;
            var active = state.Configuration.Voters.Count(id => id == state.Id || (peers.TryGetValue(id, out var peer) && peer.RecentlyActive));
            foreach (var peer in peers.Values)
            {
                peer.RecentlyActive = false;
            }

            if (active < state.Configuration.Quorum && state.Configuration.VoterCount > 0)
            {
                return false;
            }
        }

        if (++heartbeatElapsed >= heartbeatTicks)
        {
            heartbeatElapsed = 0;
            reads.BeginRound();
            SendHeartbeats();
        }

        return true;
    }

    public void Propose(RaftInput.Propose input)
    {
        if (TransferTarget is not null)
        {
            state.Out.Refuse(RaftRefusal.Transferring);
            return;
        }

        var bytes = input.Commands.Sum(command => (long)command.Length + RaftLog.EntryOverheadBytes);
        if (uncommittedBytes > 0 && uncommittedBytes + bytes > MaxUncommittedBytes)
        {
            state.Out.Refuse(RaftRefusal.Busy, $"{uncommittedBytes} bytes of commands await commitment");
            return;
        }

        uncommittedBytes += bytes;
        state.Out.ProposedIndex = state.Log.LastIndex + 1;
        foreach (var command in input.Commands)
        {
            state.Log.Add(state.Term, input.Kind, command);
        }
    }

    public void Change(ConfigurationChange change)
    {
        if (TransferTarget is not null)
        {
            state.Out.Refuse(RaftRefusal.Transferring);
        }
        else if (state.Commit < firstIndex || state.Log.ConfigurationIndex > state.Commit)
        {
            state.Out.Refuse(RaftRefusal.NotReady, "another configuration change, or the leader's first entry, awaits commitment");
        }
        else if (change.ApplyTo(state.Configuration, out var problem) is not { } next)
        {
            state.Out.Refuse(RaftRefusal.Invalid, problem);
        }
        else if (next.VoterCount < state.Configuration.VoterCount && next.Voters.Count(IsWithUs) < next.Quorum)
        {
            state.Out.Refuse(RaftRefusal.NotReady, "too few of the servers that would be left have all entries of this leader yet; without the others they might never elect one");
        }
        else
        {
            state.Out.ProposedIndex = state.Log.Add(state.Term, EntryKind.Configuration, next.Encode()).Index;
            FollowConfiguration();
        }
    }

    public void Read(ulong requestId)
    {
        if (state.Commit < firstIndex)
        {
            state.Out.Refuse(RaftRefusal.NotReady, "the leader's first entry awaits commitment");
            return;
        }

        if (reads.Add(requestId))
        {
            SendHeartbeats();
        }
    }

    public void Transfer(string? target)
    {
        var candidates = state.Configuration.Voters.Where(id => id != state.Id);
        target ??= candidates.OrderByDescending(id => peers[id].Match).ThenBy(id => id, StringComparer.Ordinal).FirstOrDefault();
        if (target is null || !candidates.Contains(target))
        {
            state.Out.Refuse(RaftRefusal.Invalid, target is null ? "cannot find a peer to hand leadership to" : $"server {target} is not another voter");
        }
        else if (TransferTarget is not null)
        {
            state.Out.Refuse(RaftRefusal.Transferring);
        }
        else
        {
            (TransferTarget, transferElapsed) = (target, 0);
            HandOverIfCaughtUp();
        }
    }

    public void OnStored(ulong index, ulong term)
    {
        if (state.Log.TermAt(index) == term && peers[state.Id].Acknowledge(index))
        {
            AdvanceCommit();
        }
    }

    public void OnAppendResponse(AppendResponse message)
    {
        if (!peers.TryGetValue(message.From, out var peer))
        {
            return;
        }

        peer.RecentlyActive = true;
        if (!message.Accepted)
        {
            OnRefused(peer, message);
            return;
        }

        if (message.Index > state.Log.LastIndex)
        {
            throw new RaftInvariantException($"server {message.From} acknowledged entry {message.Index}; the leader's last is {state.Log.LastIndex}");
        }

        var advanced = peer.Acknowledge(message.Index);
        if ((peer.Mode == ProgressMode.Probe && (advanced || message.Index == peer.Match))
            || (peer.Mode == ProgressMode.Snapshot && peer.Match >= state.Log.BaseIndex))
        {
            peer.BecomeReplicate();
        }

        if (advanced)
        {
            AdvanceCommit();
            HandOverIfCaughtUp();
        }
    }

    public void OnHeartbeatResponse(HeartbeatResponse message)
    {
        if (!peers.TryGetValue(message.From, out var peer))
        {
            return;
        }

        (peer.RecentlyActive, peer.Asked) = (true, false);
        peer.ReadConfirmed = Math.Max(peer.ReadConfirmed, message.Read);
        peer.FreeOne();
        if (peer.Match < state.Log.LastIndex)
        {
            SendAppend(message.From, peer, evenEmpty: true);
        }

        reads.Release();
    }

    /// <summary>A server lost entries: nothing it acknowledged counts any more.</summary>
    public void OnRecover(RecoverRequest message)
    {
        if (!peers.TryGetValue(message.From, out var peer))
        {
            return;
        }

        peer.RecentlyActive = true;
        var next = message.LastIndex < state.Log.BaseIndex ? message.LastIndex : state.Log.LastPossibleMatch(message.LastIndex, message.LastTerm).Index;
        peer.Forget(next + 1, state.Log.LastIndex);
        state.Send(new RecoverResponse(state.Id, message.From, state.Term, message.Nonce, state.Log.LastIndex));
    }

    public void OnSnapshotSent(string id, bool success)
    {
        if (peers.TryGetValue(id, out var peer) && peer.Mode == ProgressMode.Snapshot)
        {
            peer.BecomeProbe(success ? peer.PendingSnapshot + 1 : peer.Match + 1);
            peer.Asked = true; // wait for the follower's word, or for the next heartbeat
        }
    }

    /// <summary>Sends to everybody what has not been sent yet. Called once at the end of a step, so that one step makes one message.</summary>
    public void Flush()
    {
        foreach (var (id, peer) in peers)
        {
            while (id != state.Id && SendAppend(id, peer, evenEmpty: false) && peer.Mode == ProgressMode.Replicate)
            {
            }
        }

        DropDeparted();
    }

    public void AdvanceCommit()
    {
        var matches = state.Configuration.Voters.Select(id => peers[id].Match).OrderDescending().ToArray();
        var index = matches.Length == 0 ? 0 : matches[state.Configuration.Quorum - 1];
        if (index <= state.Commit || !IsOfThisTerm(index))
        {
            return;
        }

        for (var i = Math.Max(state.Commit, state.Log.BaseIndex) + 1; i <= index; i++)
        {
            var entry = state.Log[i];
            uncommittedBytes = entry.Kind == EntryKind.Command ? Math.Max(0, uncommittedBytes - entry.Data.Length - RaftLog.EntryOverheadBytes) : uncommittedBytes;
        }

        state.CommitTo(index);
        reads.Release();
    }

    /// <summary>Only an entry of its own term tells a leader that a majority will keep it; earlier ones go with it (Raft paper, 5.4.2).</summary>
    private bool IsOfThisTerm(ulong index) => state.Log.TermAt(index) == state.Term;

    private bool IsWithUs(string id) => id == state.Id || (peers[id] is { IsRecovering: false } peer && peer.Match >= firstIndex);

    private void FollowConfiguration()
    {
        foreach (var server in state.Configuration.Servers)
        {
            peers.TryAdd(server.Id, new Progress { Next = state.Log.LastIndex + 1, RecentlyActive = true });
        }

        peers.TryAdd(state.Id, new Progress { Next = state.Log.LastIndex + 1 });
        if (TransferTarget is not null && !state.Configuration.IsVoter(TransferTarget))
        {
            TransferTarget = null;
        }
    }

    /// <summary>A removed server is told so before it is forgotten: otherwise it would wait for a leader for ever.</summary>
    private void DropDeparted()
    {
        if (state.Log.ConfigurationIndex > state.Commit)
        {
            return;
        }

        foreach (var id in peers.Keys.Where(id => id != state.Id && state.Configuration.Find(id) is null).ToList())
        {
            peers.Remove(id);
        }
    }

    private void OnRefused(Progress peer, AppendResponse message)
    {
        if (peer.Mode == ProgressMode.Snapshot || message.Index <= peer.Match || (peer.Mode == ProgressMode.Probe && message.Index != peer.Next - 1))
        {
            return; // an old answer
        }

        var next = state.Log.LastPossibleMatch(message.HintIndex, message.HintTerm).Index + 1;
        peer.BecomeProbe(Math.Min(next, message.Index));
    }

    private bool SendAppend(string id, Progress peer, bool evenEmpty)
    {
        if (peer.Paused)
        {
            return false;
        }

        if (state.Log.TermAt(peer.Next - 1) is not { } previousTerm)
        {
            SendSnapshot(id, peer);
            return true;
        }

        var entries = peer.Mode == ProgressMode.Probe && peer.Next > state.Log.LastIndex ? [] : state.Log.Slice(peer.Next, state.Log.LastIndex, MaxAppendBytes);
        if (entries.Count == 0 && !evenEmpty && peer.CommitTold >= state.Commit && peer.Mode == ProgressMode.Replicate)
        {
            return false;
        }

        state.Out.SendEarly.Add(new AppendRequest(state.Id, id, state.Term, peer.Next - 1, previousTerm, entries, state.Commit));
        peer.CommitTold = state.Commit;
        if (peer.Mode == ProgressMode.Probe)
        {
            peer.Asked = true;
        }
        else if (entries.Count > 0)
        {
            peer.Sent(entries[^1].Index);
        }

        return entries.Count > 0;
    }

    private void SendSnapshot(string id, Progress peer)
    {
        var snapshot = state.Log.Snapshot ?? throw new RaftInvariantException($"log starts at {state.Log.BaseIndex + 1} but no snapshot covers the part before");
        if (!peer.RecentlyActive)
        {
            peer.Asked = true; // nobody there to take it
            return;
        }

        peer.BecomeSnapshot(snapshot.Index);
        state.Out.SendSnapshots.Add(new InstallSnapshot(state.Id, id, state.Term, snapshot));
    }

    private void SendHeartbeats()
    {
        foreach (var (id, peer) in peers)
        {
            if (id != state.Id)
            {
                state.Send(new HeartbeatRequest(state.Id, id, state.Term, Math.Min(peer.Match, state.Commit), reads.Number));
            }
        }
    }

    private void HandOverIfCaughtUp()
    {
        if (TransferTarget is { } target && peers[target].Match == state.Log.LastIndex)
        {
            handedOver = true;
            state.Send(new TimeoutNow(state.Id, target, state.Term));
        }
    }
}
