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

    /// <param name="tuning">At which it runs.</param>
    /// <param name="applied">Entries that reads see.</param>
    public RaftStats Stats(RaftTuning tuning, ulong applied)
    {
        var now = stats;
        return now with
        {
            AppliedIndex = applied,
            FsmPending = now.CommitIndex > applied ? now.CommitIndex - applied : 0,
            LastContact = now.State == RaftRole.Leader ? ContactOfLeader(now, tuning, applied)
                : Interlocked.Read(ref lastContact) is var contact and not 0 ? time.GetElapsedTime(contact) : null,
        };
    }

    /// <param name="tuning">At which it runs.</param>
    /// <param name="applied">Entries that reads see.</param>
    public bool HoldsLease(RaftTuning tuning, ulong applied) => leadership.IsLeader && lease.Holds(tuning.TickInterval, options.ElectionTicks, applied);

    public void BeginTurn() => turnBegan = Math.Max(1, time.GetTimestamp());

    /// <summary>A message is about to be stepped. One of a leader whose term is over is no contact with the leader.</summary>
    /// <param name="message">Of any kind.</param>
    /// <param name="arrived">When, which may be long ago where this program was halted.</param>
    public void Note(RaftMessage message, long arrived)
    {
        if (message is AppendRequest or HeartbeatRequest or InstallSnapshot && message.Term >= core.Term)
        {
            Interlocked.Exchange(ref lastContact, Math.Max(1, arrived));
        }
    }

    /// <summary>True when a leadership has ended, even if the next one followed within the same turn.</summary>
    public bool Publish(bool stopped)
    {
        var rounds = stopped ? null : core.Rounds;
        if (rounds is null && leadership.IsLeader)
        {
            // Until then it needed nobody to tell it what holds.
            Interlocked.Exchange(ref lastContact, Math.Max(lastContact, lease.Contact));
        }

        stats = Measure(stopped);
        lease.Note(turnBegan, rounds);
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

    // One that is cut off takes itself for the leader for a while; it does not say that it speaks for the others.
    private TimeSpan ContactOfLeader(RaftStats now, RaftTuning tuning, ulong applied) =>
        now.NumPeers == 0 || lease.Holds(tuning.TickInterval, options.ElectionTicks, applied) ? TimeSpan.Zero : time.GetElapsedTime(lease.Contact);

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
