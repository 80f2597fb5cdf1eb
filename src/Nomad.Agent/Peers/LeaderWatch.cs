using Nomad.Raft;
using Nomad.Server;

namespace Nomad.Agent.Peers;

/// <summary>
/// Tells requests that wait for a leader's answer when another server leads: a leader that is halted keeps its connections, and would
/// let them wait until those break. Any thread.
/// </summary>
internal sealed class LeaderWatch
{
    private CancellationTokenSource moved = new();
    private string? leader;

    public LeaderWatch(ServerAgent server)
    {
        leader = server.LeaderAddress;
        server.Raft.LeadershipChanged += Notice;
    }

    /// <summary>Is cancelled when another server than now is known to lead.</summary>
    public CancellationToken Moved => Volatile.Read(ref moved).Token;

    // Called by the node's loop, which must not wait for whoever listens.
    private void Notice(LeadershipChange change)
    {
        if (change.LeaderAddress is not { Length: > 0 } next || next == leader)
            return;
        leader = next;
        var before = Interlocked.Exchange(ref moved, new CancellationTokenSource());
        ThreadPool.UnsafeQueueUserWorkItem(static source => source.Cancel(), before, preferLocal: false);
    }
}
