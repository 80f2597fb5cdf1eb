using Nomad.Raft.Transport;

namespace Nomad.Raft.Consensus;

/// <summary>What a server does with what its leader sends (Raft paper, 5.3).</summary>
internal sealed class Follower(CoreState state, Recovery? recovery)
{
    private Recovery? recovery = recovery;

    public void OnAnswer(RecoverResponse response)
    {
        recovery?.OnAnswer(response);
        EndRecovery();
    }

    public void OnAppend(AppendRequest request)
    {
        if (recovery is { IsUnderWay: false } || (recovery is not null && request.PreviousIndex > state.Log.LastIndex))
        {
            recovery.Ask(request.From); // the leader still counts on what is lost
            return;
        }

        if (request.PreviousIndex < state.Commit)
        {
            Accept(request, state.Commit);
            return;
        }

        if (!Follows(request))
        {
            var (hintIndex, hintTerm) = state.Log.LastPossibleMatch(request.PreviousIndex, request.PreviousTerm);
            state.Send(new AppendResponse(state.Id, request.From, state.Term, Accepted: false, request.PreviousIndex, hintIndex, hintTerm));
            return;
        }

        state.Log.Merge(request.Entries, state.Commit);
        var last = request.PreviousIndex + (ulong)request.Entries.Count;
        state.CommitTo(Math.Max(state.Commit, Math.Min(request.Commit, last)));
        Accept(request, last);
    }

    private bool Follows(AppendRequest request) => state.Log.TermAt(request.PreviousIndex) == request.PreviousTerm;

    private void Accept(RaftMessage request, ulong index)
    {
        recovery?.OnMatched(index);
        EndRecovery();
        state.Send(new AppendResponse(state.Id, request.From, state.Term, Accepted: true, index, 0, 0));
    }

    public void OnHeartbeat(HeartbeatRequest request)
    {
        state.CommitTo(Math.Min(request.Commit, state.Log.LastIndex));
        if (recovery is { IsUnderWay: false })
        {
            recovery.Ask(request.From);
        }

        state.Send(new HeartbeatResponse(state.Id, request.From, state.Term, request.Read));
    }

    /// <summary><paramref name="restore"/>: the snapshot, stored already, takes the place of the log.</summary>
    public void OnInstall(InstallSnapshot install, Action<SnapshotMeta> restore)
    {
        if (recovery is { IsUnderWay: false })
        {
            recovery.Ask(install.From);
            return;
        }

        var snapshot = install.Snapshot;
        if (snapshot.Index > state.Commit && state.Log.TermAt(snapshot.Index) == snapshot.Term)
        {
            state.CommitTo(snapshot.Index); // the entries are here already
        }
        else if (snapshot.Index > state.Commit)
        {
            restore(snapshot);
        }

        Accept(install, state.Commit);
    }

    private void EndRecovery()
    {
        if (recovery is { IsOver: true })
        {
            (recovery, state.LacksEntries, state.Out.Repaired) = (null, false, true);
        }
    }
}
