namespace Nomad.Raft;

/// <summary>Whether a server counts towards majorities.</summary>
public enum RaftSuffrage
{
    /// <summary>Votes, counts, and may lead.</summary>
    Voter,

    /// <summary>Receives the log and applies it, but neither votes nor counts (a learner).</summary>
    Nonvoter,
}
