using Nomad.Rpc;
using Nomad.Server.Commands;
using Nomad.Server.Replication;
using Nomad.Server.State;

namespace Nomad.Server.Heartbeats;

/// <summary>
/// Waits for signs of life and declares nodes gone when they stay away. Lives on the leader and never in the log: only a changed
/// status is written. Time counts only while this server attends to it: a leader that was halted or starved has not heard those who spoke meanwhile.
/// </summary>
public sealed class HeartbeatTracker(StateStore state, Proposer proposer, HeartbeatOptions options, ServerPorts ports)
{
    /// <summary>Changes of status under way at once: they share writes to disk.</summary>
    private const int MostAtOnce = 64;

    private readonly HeartbeatWheel wheel = new();
    private readonly AttendedTime attention = new(HeartbeatWheel.Tick);
    private readonly ILog log = ports.Log.For("nomad.heartbeat");

    /// <summary>Nodes that are waited for.</summary>
    public int Count => wheel.Count;

    /// <summary>A node was heard of: answers how soon it must be again; nodes spread their calls over that time.</summary>
    public TimeSpan Renew(string nodeId)
    {
        var ttl = TimeSpan.FromSeconds(Math.Max(options.MinTtl.TotalSeconds, state.Snapshot().NodeCount / options.MaxPerSecond));
        wheel.Set(nodeId, Attended + ttl + options.Grace);
        return ttl;
    }

    private DateTimeOffset Attended => attention.At(ports.Steady);

    public void Forget(string nodeId) => wheel.Remove(nodeId);

    /// <summary>A new leader knows nothing: it waits long for everyone that should be alive.</summary>
    public void Start()
    {
        wheel.Clear();
        foreach (var node in state.Snapshot().Nodes())
        {
            if (node.Status != NodeStatus.Down)
                wheel.Set(node.ID, Attended + options.FailoverTtl);
        }
    }

    public void Stop() => wheel.Clear();

    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(HeartbeatWheel.Tick, ports.Time);
        attention.Restart();
        while (await timer.WaitForNextTickAsync(stop))
        {
            foreach (var some in wheel.TakeDue(attention.Look(ports.Steady)).Chunk(MostAtOnce))
                await Task.WhenAll(some.Select(nodeId => MissedAsync(nodeId, stop)));
            attention.Worked(ports.Steady);
        }
    }

    private async Task MissedAsync(string nodeId, CancellationToken stop)
    {
        var snapshot = state.Snapshot();
        // Many may be due at once: one that was heard of while others were told is alive.
        if (snapshot.Node(nodeId) is not { } node || node.Status == NodeStatus.Down || wheel.Has(nodeId))
            return;
        var status = MayReconnect(snapshot, node) ? NodeStatus.Disconnected : NodeStatus.Down;
        log.Warn($"node TTL expired: node_id={nodeId} status={status}");
        try
        {
            await proposer.ProposeAsync(new SetNodeStatus(nodeId, status, new NodeEvent
            {
                Message = NodeEventMessages.NodeHeartbeatMissed, Subsystem = NodeEventSubsystems.Cluster, Timestamp = ports.Now,
            }, NodeEvaluations.For(snapshot, node, ports), ports.NowNanoseconds), stop);
            if (status == NodeStatus.Disconnected)
                wheel.Set(nodeId, Attended + ReconnectTime(snapshot, node));
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            // Whatever it was: a node that nobody waits for would never be declared gone.
            log.Error($"failed to update node status: node_id={nodeId} error=\"{problem.Message}\"");
            wheel.Set(nodeId, Attended + options.Grace);
        }
    }

    private bool MayReconnect(StateSnapshot snapshot, Node node) => ReconnectTime(snapshot, node) > TimeSpan.Zero;

    // How long the longest of its allocations may still be unreachable before it is lost.
    private TimeSpan ReconnectTime(StateSnapshot snapshot, Node node)
    {
        var longest = TimeSpan.Zero;
        foreach (var alloc in snapshot.AllocationsOfNode(node.ID))
        {
            if (alloc.IsTerminal() || alloc.ClientStatus is not (AllocClientStatus.Running or AllocClientStatus.Unknown)
                || alloc.Job?.Group(alloc.TaskGroup)?.LostAfter() is not { } limit)
                continue;
            var since = alloc.AllocStates.OrEmpty().LastOrDefault(each => each.Value == AllocClientStatus.Unknown)?.Time ?? ports.Now;
            var left = since + limit - ports.Now;
            longest = left > longest ? left : longest;
        }
        return longest;
    }
}
