using Nomad.Raft.Consensus;
using Nomad.Raft.Transport;

namespace Nomad.Raft.Running;

/// <summary>What others may see of a node's loop, published by the loop after each turn. Reading is safe for any thread.</summary>
internal sealed class NodeView
{
    private readonly RaftOptions options;
    private readonly RaftCore core;
    private readonly TimeProvider time;
    private readonly LeaderLease lease;
    private long lastContact;
    private long turnBegan;
    private volatile RaftStats stats;
    private volatile LeadershipChange leadership = new(false, 0, null, null);

    public NodeView(RaftOptions options, RaftCore core, TimeProvider time)
    {
        (this.options, this.core, this.time) = (options, core, time);
        lease = new LeaderLease(time);
        stats = Measure(stopped: false);
    }

    public event Action<LeadershipChange>? LeadershipChanged;

    public LeadershipChange Leadership => leadership;

    public RaftStats Stats(ulong applied)
    {
        var (now, contact) = (stats, Interlocked.Read(ref lastContact));
        return now with
        {
            AppliedIndex = applied,
            FsmPending = now.CommitIndex > applied ? now.CommitIndex - applied : 0,
            LastContact = now.State == RaftRole.Leader ? TimeSpan.Zero : contact == 0 ? null : time.GetElapsedTime(contact),
        };
    }

    public bool HoldsLease(RaftTuning tuning) => leadership.IsLeader && lease.Holds(tuning.TickInterval, options.ElectionTicks);

    public void BeginTurn() => turnBegan = Math.Max(1, time.GetTimestamp());

    public void Note(RaftMessage message)
    {
        if (message is AppendRequest or HeartbeatRequest or InstallSnapshot)
        {
            Interlocked.Exchange(ref lastContact, Math.Max(1, time.GetTimestamp()));
        }
    }

    /// <summary>True when a leadership has ended, even if the next one followed within the same turn.</summary>
    public bool Publish(bool stopped)
    {
        stats = Measure(stopped);
        lease.Note(turnBegan, stopped ? null : core.Rounds);
        var isLeader = !stopped && core.Role == RaftRole.Leader;
        var leader = stopped ? null : core.Leader;
        var address = leader is null ? null : leader == options.NodeId ? options.Address : core.Log.Configuration.Find(leader)?.Address;
        var (before, next) = (leadership, new LeadershipChange(isLeader, core.Term, leader, address));
        var newTerm = isLeader && next.Term != before.Term;
        // The address too: a server that was just taken in hears its leader before it knows the group.
        if ((next.IsLeader, next.LeaderId, next.LeaderAddress) != (before.IsLeader, before.LeaderId, before.LeaderAddress) || newTerm)
        {
            leadership = next;
            LeadershipChanged?.Invoke(next);
        }

        return before.IsLeader && (!isLeader || newTerm);
    }

    private RaftStats Measure(bool stopped) => new()
    {
        State = stopped ? RaftRole.Shutdown : core.Role,
        Term = core.Term,
        LastLogIndex = core.Log.LastIndex,
        LastLogTerm = core.Log.LastTerm,
        CommitIndex = core.CommitIndex,
        AppliedIndex = 0,
        FsmPending = 0,
        LastSnapshotIndex = core.Log.Snapshot?.Index ?? 0,
        LastSnapshotTerm = core.Log.Snapshot?.Term ?? 0,
        LatestConfiguration = core.Log.Configuration,
        LatestConfigurationIndex = core.Log.ConfigurationIndex,
        IsGroupReplaced = core.Log.IsGroupReplaced,
        LastContact = null,
        LacksEntries = core.LacksEntries,
        NumPeers = core.Log.Configuration.Voters.Count(id => id != options.NodeId),
    };
}
