using Nomad.Raft.Storage;

namespace Nomad.Raft.Transport;

/// <summary>What servers tell each other. <paramref name="Term"/> is the sender's, except in pre-votes.</summary>
public abstract record RaftMessage(string From, string To, ulong Term);

/// <summary>Asks for a vote. A pre-vote carries the term its sender would enter; <paramref name="Forced"/> = the old leader asked for this election.</summary>
public sealed record VoteRequest(string From, string To, ulong Term, ulong LastIndex, ulong LastTerm, bool PreVote, bool Forced)
    : RaftMessage(From, To, Term);

public sealed record VoteResponse(string From, string To, ulong Term, bool PreVote, bool Granted) : RaftMessage(From, To, Term);

/// <summary>Entries that follow (<paramref name="PreviousIndex"/>, <paramref name="PreviousTerm"/>).</summary>
public sealed record AppendRequest(string From, string To, ulong Term, ulong PreviousIndex, ulong PreviousTerm, IReadOnlyList<LogEntry> Entries, ulong Commit)
    : RaftMessage(From, To, Term)
{
    public override string ToString() => $"AppendRequest {From}->{To} term {Term} after {PreviousIndex}/{PreviousTerm} entries {Entries.Count} commit {Commit}";
}

/// <summary>
/// Accepted: everything up to <paramref name="Index"/> is stored and equal to the leader's. Refused: <paramref name="Index"/> is the
/// previous index that did not match, the hint the highest place that could.
/// </summary>
public sealed record AppendResponse(string From, string To, ulong Term, bool Accepted, ulong Index, ulong HintIndex, ulong HintTerm)
    : RaftMessage(From, To, Term);

/// <summary>Keeps followers quiet and confirms leadership for reads up to number <paramref name="Read"/>.</summary>
public sealed record HeartbeatRequest(string From, string To, ulong Term, ulong Commit, ulong Read) : RaftMessage(From, To, Term);

public sealed record HeartbeatResponse(string From, string To, ulong Term, ulong Read) : RaftMessage(From, To, Term);

/// <summary>
/// A server whose disk lost entries asks its leader how far the log goes, and says how far its own goes now: what the leader knew of it
/// does not hold any more. <paramref name="Nonce"/> tells answers to this life of the server from older ones.
/// </summary>
public sealed record RecoverRequest(string From, string To, ulong Term, ulong Nonce, ulong LastIndex, ulong LastTerm) : RaftMessage(From, To, Term);

/// <summary>The leader's last entry at this moment.</summary>
public sealed record RecoverResponse(string From, string To, ulong Term, ulong Nonce, ulong LastIndex) : RaftMessage(From, To, Term);

/// <summary>Start an election now: the leader hands over.</summary>
public sealed record TimeoutNow(string From, string To, ulong Term) : RaftMessage(From, To, Term);

/// <summary>First message of each connection: where its sender can be reached. Transports use it among themselves.</summary>
public sealed record Introduction(string From, string To, string Address) : RaftMessage(From, To, 0);

/// <summary>Head of a snapshot stream; reaches the core when the snapshot is stored. That of a state does not: entries name it.</summary>
public sealed record InstallSnapshot(string From, string To, ulong Term, SnapshotMeta Snapshot) : RaftMessage(From, To, Term)
{
    /// <summary>Of the content that the stream carries; known to who sends it.</summary>
    public SnapshotDigest Digest { get; init; }

    /// <summary>The stream carries the state of an operator, which belongs to no place of the log by itself.</summary>
    public bool IsState { get; init; }
}

/// <summary>An entry names this state, and the sender does not have it: it takes no such entry without.</summary>
public sealed record StateRequest(string From, string To, ulong Term, SnapshotDigest Digest) : RaftMessage(From, To, Term);

/// <summary>Of a later version of the protocol; ignored.</summary>
public sealed record UnknownMessage(string From, string To, ulong Term) : RaftMessage(From, To, Term);
