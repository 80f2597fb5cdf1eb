namespace Nomad.Raft;

/// <summary>What a server is in its term.</summary>
public enum RaftRole
{
    Follower,

    /// <summary>Asks whether an election could be won, without disturbing anyone's term.</summary>
    PreCandidate,
    Candidate,
    Leader,

    /// <summary>Stopped, or stopped itself because its disk or its state machine failed.</summary>
    Shutdown,
}
