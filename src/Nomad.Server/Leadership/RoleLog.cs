using Nomad.Raft;

namespace Nomad.Server.Leadership;

/// <summary>Says in the log what this server is in its Raft group, and whom it follows.</summary>
internal static class RoleLog
{
    /// <summary>Begins with what it is now. Returns the node.</summary>
    public static RaftNode On(RaftNode raft, ILog log, string address)
    {
        var said = log.For("nomad.raft");
        void Tell(LeadershipChange now)
        {
            if (now.IsLeader)
                said.Info($"election won, entering leader state: leader=\"Node at {address} [Leader]\" term={now.Term}");
            else
                said.Info($"entering follower state: follower=\"Node at {address} [Follower]\" leader-address={now.LeaderAddress} leader-id={now.LeaderId} term={now.Term}");
        }
        raft.LeadershipChanged += Tell;
        Tell(raft.Leadership);
        return raft;
    }
}
