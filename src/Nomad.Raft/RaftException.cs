namespace Nomad.Raft;

/// <summary>Consensus could not do what was asked. The subclasses say whether asking again, elsewhere or later, makes sense.</summary>
public class RaftException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>Ask <paramref name="leaderId"/> instead (null: nobody is known to lead; try later). The command was not stored.</summary>
public sealed class NotLeaderException(string? leaderId, string? leaderAddress)
    : RaftException(leaderId is null ? "node is not the leader and knows none" : $"node is not the leader; the leader is {leaderId} at {leaderAddress}")
{
    public string? LeaderId { get; } = leaderId;

    public string? LeaderAddress { get; } = leaderAddress;
}

/// <summary>Leadership was lost while the command was on its way: it may or may not have been committed.</summary>
public sealed class LeadershipLostException() : RaftException("leadership lost while committing log");

/// <summary>Too much is waiting; ask again later. The command was not stored.</summary>
public sealed class RaftBusyException(string message) : RaftException(message);

/// <summary>The request itself cannot be fulfilled (unknown server, last voter, command too large).</summary>
public sealed class RaftRequestException(string message) : RaftException(message);

/// <summary>The server has stopped, because it was told to or because its disk or state machine failed (see the cause).</summary>
public sealed class RaftStoppedException(string message, Exception? cause = null) : RaftException(message, cause);
