using Nomad.Raft;

namespace Nomad.Server.Leadership;

/// <summary>Says in the log what this server is in its Raft group, and whom it follows.</summary>
internal static class RoleLog
{
    /// <summary>Begins with what it is now. Returns the node.</summary>
    public static RaftNode On(RaftNode raft, ILog log, string address)
    {
        var said = log.For("nomad.raft");
        var gate = new Lock();
        LeadershipChange? last = null;
        void Tell(LeadershipChange now)
        {
            lock (gate)
            {
                if (now == last || now.Term < last?.Term)
                    return;
                if (now.IsLeader)
                    Win(said, address, now.Term);
                else
                    said.Info($"entering follower state: follower=\"Node at {address} [Follower]\" leader-address={now.LeaderAddress} leader-id={now.LeaderId} term={now.Term}");
                last = now;
            }
        }
        // Every server begins as a follower, however soon it leads.
        said.Info($"entering follower state: follower=\"Node at {address} [Follower]\" leader-address= leader-id=");
        raft.LeadershipChanged += Tell;
        if (raft.Leadership is { LeaderId: not null } found)
            Tell(found);
        return raft;
    }

    private static void Win(ILog said, string address, ulong term)
    {
        said.Info($"entering candidate state: node=\"Node at {address} [Candidate]\" term={term}");
        said.Info($"election won: term={term}");
        said.Info($"entering leader state: leader=\"Node at {address} [Leader]\"");
    }
}
