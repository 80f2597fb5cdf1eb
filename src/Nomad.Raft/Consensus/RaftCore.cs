using Nomad.Raft.Storage;
using Nomad.Raft.Transport;

namespace Nomad.Raft.Consensus;

/// <summary>
/// One server's part in the Raft protocol (Ongaro and Ousterhout, 2014; pre-vote, check-quorum, leadership transfer and read index
/// from Ongaro's dissertation). Pure: time, chance, disk and network reach it as inputs and leave it as effects. Not thread-safe.
/// </summary>
public sealed class RaftCore
{
    private readonly RaftOptions options;
    private readonly CoreState state;
    private readonly Election election;
    private HardState storedHardState;
    private Replicator? replicator;
    private readonly Follower follower;
    private ulong handedOut;

    public RaftCore(RaftOptions options, Random random, StoredLog stored)
    {
        (this.options, storedHardState) = (options, stored.HardState);
        state = new CoreState(options.NodeId, new RaftLog(stored.BaseIndex, stored.BaseTerm, stored.Entries, stored.Snapshot))
        {
            Term = stored.HardState.Term,
            Vote = stored.HardState.Vote,
        };
        if (stored.Snapshot is { } newest)
        {
            state.Log.Compact(newest, state.Log.LastStateUpTo(newest.Index));
        }

        if (options.ReplacedGroup is { } group && state.Log.LastIndex > 0)
        {
            state.Log.ReplaceGroup(group);
        }

        election = new Election(state, options, random);
        state.LacksEntries = stored.LacksEntries;
        follower = new Follower(state, stored.LacksEntries ? new Recovery(state, (ulong)random.NextInt64()) : null);
        handedOut = stored.Snapshot?.Index ?? stored.BaseIndex;
        state.CommitTo(handedOut);
        BecomeFollower(state.Term, null);
    }

    public RaftRole Role { get; private set; }

    public ulong Term => state.Term;

    public string? Leader => state.Leader;

    public ulong CommitIndex => state.Commit;

    public RaftLog Log => state.Log;

    /// <summary>Entries that damage took are not all here again: it has no vote.</summary>
    public bool LacksEntries => state.LacksEntries;

    /// <summary>How a leader stands with the others; null when this server does not lead.</summary>
    public LeaderRounds? Rounds => replicator?.Rounds;

    public bool IsOnlyVoter => state.Configuration.VoterCount == 1 && state.Configuration.IsVoter(state.Id);

    /// <summary>Several inputs in one step share one write to disk and one message per follower. At most one of them may be a request.</summary>
    public RaftEffects Step(params ReadOnlySpan<RaftInput> inputs)
    {
        var effects = state.Out = new RaftEffects();
        foreach (var input in inputs)
        {
            Handle(input);
        }

        if (replicator is not null)
        {
            replicator.Flush();
            StepDownIfRemoved();
        }

        effects.Append = state.Log.TakeUnstored();
        var hardState = new HardState(state.Term, state.Vote);
        if (hardState != storedHardState)
        {
            effects.HardState = storedHardState = hardState;
        }

        if (state.Commit > handedOut)
        {
            effects.Committed = state.Log.Slice(handedOut + 1, state.Commit, long.MaxValue);
            handedOut = state.Commit;
        }

        return effects;
    }

    private void Handle(RaftInput input)
    {
        switch (input)
        {
            case RaftInput.Tick: OnTick(); break;
            case RaftInput.Received received: OnMessage(received.Message); break;
            case RaftInput.Lost lost when lost.Peer == state.Leader: election.LostLeader(); break;
            case RaftInput.Lost: break;
            case RaftInput.Propose propose: WhenLeading(leading => leading.Propose(propose)); break;
            case RaftInput.ChangeConfiguration change: WhenLeading(leading => leading.Change(change.Change)); break;
            case RaftInput.TransferLeadership transfer: WhenLeading(leading => leading.Transfer(transfer.Target)); break;
            case RaftInput.ReadIndex read: WhenLeading(leading => leading.Read(read.RequestId)); break;
            case RaftInput.Stored stored: replicator?.OnStored(stored.Index, stored.Term); break;
            case RaftInput.SnapshotSent sent: replicator?.OnSnapshotSent(sent.To, sent.Success); break;
            case RaftInput.SnapshotTaken taken: OnSnapshotTaken(taken); break;
            case RaftInput.Bootstrap bootstrap: OnBootstrap(bootstrap.Configuration); break;
            case RaftInput.Campaign: Campaign(preVote: true, forced: false); break;
            default: throw new RaftInvariantException($"unknown input {input.GetType().Name}");
        }
    }

    private void WhenLeading(Action<Replicator> act)
    {
        if (replicator is null)
        {
            state.Out.Refuse(RaftRefusal.NotLeader);
        }
        else
        {
            act(replicator);
        }
    }

    private void OnTick()
    {
        election.Tick();
        if (replicator is not null)
        {
            if (!replicator.Tick())
            {
                BecomeFollower(state.Term, null);
            }
        }
        else if (election.WaitedLongEnough())
        {
            Campaign(preVote: true, forced: false);
        }
    }

    private void Campaign(bool preVote, bool forced)
    {
        if (Role == RaftRole.Leader || !election.MayLead)
        {
            // Who may not lead must still forget a leader that is silent: it may be needed for the election of the next.
            state.Leader = Role == RaftRole.Leader ? state.Id : null;
            election.Restart();
            return;
        }

        Role = preVote ? RaftRole.PreCandidate : RaftRole.Candidate;
        state.Leader = null;
        election.Restart(asked: true);
        if (!preVote)
        {
            (state.Term, state.Vote) = (state.Term + 1, state.Id);
        }

        election.Open();
        if (!Decide())
        {
            foreach (var voter in state.Configuration.Voters.Where(id => id != state.Id))
            {
                var term = preVote ? state.Term + 1 : state.Term;
                state.Send(new VoteRequest(state.Id, voter, term, state.Log.LastIndex, state.Log.LastTerm, preVote, forced));
            }
        }
    }

    /// <summary>True when the votes decided the election.</summary>
    private bool Decide()
    {
        switch (election.Verdict())
        {
            case true when Role == RaftRole.PreCandidate: Campaign(preVote: false, forced: false); return true;
            case true: BecomeLeader(); return true;
            case false:
                BecomeFollower(state.Term, null);
                election.Restart(asked: true);
                return true;
            default: return false;
        }
    }

    private void BecomeLeader()
    {
        (Role, state.Leader) = (RaftRole.Leader, state.Id);
        replicator = new Replicator(state, election.LongestPatience, options.HeartbeatTicks);
    }

    private void BecomeFollower(ulong term, string? leader)
    {
        if (term != state.Term)
        {
            (state.Term, state.Vote) = (term, null);
        }

        (Role, state.Leader, replicator) = (RaftRole.Follower, leader, null);
        election.Restart();
    }

    private void OnMessage(RaftMessage message)
    {
        if (message.To != state.Id || IsIgnored(message))
        {
            return;
        }

        if (message.Term < state.Term)
        {
            AnswerOlderTerm(message);
            return;
        }

        if (message.Term > state.Term)
        {
            AcceptNewerTerm(message);
        }

        switch (message)
        {
            case VoteRequest request: OnVoteRequest(request); break;
            case VoteResponse response: OnVoteResponse(response); break;
            case AppendRequest request: FollowSender(request); follower.OnAppend(request); break;
            case HeartbeatRequest request: FollowSender(request); follower.OnHeartbeat(request); break;
            case InstallSnapshot install: FollowSender(install); follower.OnInstall(install, Restore); break;
            case RecoverRequest request: replicator?.OnRecover(request); break;
            case RecoverResponse response: follower.OnAnswer(response); break;
            case AppendResponse response: replicator?.OnAppendResponse(response); break;
            case HeartbeatResponse response: replicator?.OnHeartbeatResponse(response); break;
            case TimeoutNow when Role != RaftRole.Leader: Campaign(preVote: false, forced: true); break;
        }
    }

    /// <summary>A server that hears its leader ignores elections: one that was cut off must not depose a leader that works.</summary>
    private bool IsIgnored(RaftMessage message) =>
        message is VoteRequest { Forced: false } && message.Term >= state.Term && (Role == RaftRole.Leader ? message.Term > state.Term : election.IsCountedOn);

    private void AcceptNewerTerm(RaftMessage message)
    {
        if (message is not (VoteRequest { PreVote: true } or VoteResponse { PreVote: true, Granted: true }))
        {
            BecomeFollower(message.Term, message is AppendRequest or HeartbeatRequest or InstallSnapshot ? message.From : null);
        }
    }

    private void AnswerOlderTerm(RaftMessage message)
    {
        switch (message)
        {
            case AppendRequest or HeartbeatRequest or InstallSnapshot:
                state.Send(new AppendResponse(state.Id, message.From, state.Term, Accepted: false, 0, 0, 0)); // the sender learns that its term is over
                break;
            case VoteRequest { PreVote: true }:
                state.Send(new VoteResponse(state.Id, message.From, state.Term, PreVote: true, Granted: false));
                break;
        }
    }

    private void OnVoteRequest(VoteRequest request)
    {
        var granted = election.Grants(request, Role == RaftRole.PreCandidate);
        if (granted && !request.PreVote)
        {
            state.Vote = request.From;
            election.Heard(request.From);
        }

        state.Send(new VoteResponse(state.Id, request.From, granted ? request.Term : state.Term, request.PreVote, granted));
    }

    private void OnVoteResponse(VoteResponse response)
    {
        var expected = Role switch
        {
            RaftRole.PreCandidate => response.PreVote && (!response.Granted || response.Term == state.Term + 1),
            RaftRole.Candidate => !response.PreVote,
            _ => false,
        };
        if (expected)
        {
            election.Count(response);
            Decide();
        }
    }

    private void FollowSender(RaftMessage message)
    {
        if (Role == RaftRole.Leader)
        {
            throw new RaftInvariantException($"servers {state.Id} and {message.From} both lead term {state.Term}");
        }

        if (Role != RaftRole.Follower)
        {
            BecomeFollower(message.Term, message.From);
        }

        election.HeardLeader(message.From);
        state.Leader = message.From;
    }

    private void Restore(SnapshotMeta snapshot)
    {
        state.Log.Reset(snapshot);
        state.CommitTo(snapshot.Index);
        handedOut = snapshot.Index;
        state.Out.Restore = snapshot;
    }

    private void OnSnapshotTaken(RaftInput.SnapshotTaken taken)
    {
        var index = taken.Snapshot.Index;
        if (index <= (state.Log.Snapshot?.Index ?? 0) || index > state.Commit || state.Log.TermAt(index) != taken.Snapshot.Term)
        {
            return;
        }

        var trailing = (ulong)taken.TrailingEntries;
        // The state that an entry names goes with the snapshot that contains it: nobody can be sent the entry after that.
        var cut = Math.Max(index > trailing ? index - trailing : 0, state.Log.LastStateUpTo(index));
        state.Log.Compact(taken.Snapshot, cut);
        state.Out.Compact = (state.Log.BaseIndex, state.Log.BaseTerm);
    }

    private void OnBootstrap(RaftConfiguration configuration)
    {
        if (state.Log.LastIndex > 0 || state.Term > 0)
        {
            state.Out.Refuse(RaftRefusal.Invalid, "bootstrap only works on new clusters");
            return;
        }

        if (configuration.VoterCount == 0)
        {
            state.Out.Refuse(RaftRefusal.Invalid, "a configuration needs at least one voter");
            return;
        }

        state.Term = 1;
        state.Out.ProposedIndex = state.Log.Add(1, EntryKind.Configuration, configuration.Encode()).Index;
    }

    /// <summary>A leader that is no voter any more leads until that is committed, then leaves.</summary>
    private void StepDownIfRemoved()
    {
        if (!state.Configuration.IsVoter(state.Id) && state.Log.ConfigurationIndex <= state.Commit)
        {
            BecomeFollower(state.Term, null);
        }
    }
}
