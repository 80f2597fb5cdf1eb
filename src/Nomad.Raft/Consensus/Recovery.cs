using Nomad.Raft.Transport;

namespace Nomad.Raft.Consensus;

/// <summary>
/// The way back of a server whose disk lost entries that it may have acknowledged. Until it holds them again it neither votes nor leads:
/// it might help somebody to lead who lacks an entry that a majority, with this server in it, once stored.
/// It has them again when it holds what its leader's log held at a moment after this server started. What it acknowledged to this leader
/// is part of that log. So is what it acknowledged to earlier ones and was committed with its help: this leader was elected either with
/// this server's vote, given while it still had the entries, or by others of whom one had them (it has not voted since).
/// </summary>
internal sealed class Recovery(CoreState state, ulong nonce)
{
    private (ulong Term, ulong Index)? goal;

    /// <summary>The leader of this term has said how far its log goes, and knows that it must begin anew here. Nothing is acknowledged before.</summary>
    public bool IsUnderWay => goal is { } known && known.Term == state.Term;

    public bool IsOver { get; private set; }

    public void Ask(string leader) => state.Send(new RecoverRequest(state.Id, leader, state.Term, nonce, state.Log.LastIndex, state.Log.LastTerm));

    public void OnAnswer(RecoverResponse message)
    {
        if (message.Nonce == nonce && !IsUnderWay)
        {
            goal = (message.Term, message.LastIndex);
        }
    }

    /// <summary>The log equals the leader's up to this place.</summary>
    public void OnMatched(ulong index) => IsOver |= goal is { } known && known.Term == state.Term && index >= known.Index;
}
