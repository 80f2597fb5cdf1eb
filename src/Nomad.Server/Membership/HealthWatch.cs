using Nomad.Raft;
using Nomad.Rpc;
using Nomad.Server.State;

namespace Nomad.Server.Membership;

/// <summary>On the leader: asks the servers of the group again and again how they are doing. Any thread.</summary>
internal sealed class HealthWatch(ServerGroup known, StateStore state, ServerPorts ports, Func<RaftNode> node)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>A server that takes longer than this to answer counts as one that does not.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly ILog log = ports.Log.For("nomad.autopilot");
    private readonly Permits measuring = new(1);
    private readonly SteadyClock clock = new(ports.Time);
    private readonly Lock changing = new();
    private HealthSpans spans = HealthSpans.None;
    private (OperatorHealthReply Reply, ulong Term)? latest;

    public async Task RunAsync(CancellationToken stop)
    {
        while (true)
        {
            var before = latest?.Reply.Healthy;
            var now = await MeasureAsync(stop);
            if (before is true && !now.Healthy)
                log.Warn($"servers are unhealthy: servers=[{string.Join(", ", now.Servers.OrEmpty().Where(server => !server.Healthy).Select(server => server.ID))}]");
            else if (before is false && now.Healthy)
                log.Info("all servers are healthy");
            await Task.Delay(Interval, ports.Time, stop);
        }
    }

    /// <summary>Asks all servers now.</summary>
    public async Task<OperatorHealthReply> MeasureAsync(CancellationToken stop)
    {
        await measuring.WaitAsync(stop);
        try
        {
            var raft = node();
            var group = raft.Configuration;
            var asked = await Task.WhenAll(group.Servers.Select(server => ReportAsync(raft, server, stop)));
            var reports = asked.Where(one => one.Report is not null).ToDictionary(one => one.Id, one => one.Report!, StringComparer.Ordinal);
            // What an earlier leadership saw says nothing about the time in between.
            var (term, before) = (raft.Stats().Term, latest);
            var reply = GroupHealth.Assess(group, known.Servers, raft.Id, reports, state.Snapshot().Autopilot(), before?.Term == term ? before?.Reply : null, ports.Now);
            // Not by StableSince, which is told to people and jumps with the wall clock.
            lock (changing)
                spans = spans.After(term, clock.Now, reply.Servers.OrEmpty().Where(server => server.Healthy).Select(server => server.ID));
            latest = (reply, term);
            return reply;
        }
        finally
        {
            measuring.Release();
        }
    }

    /// <summary>
    /// How long this leader has seen a server of the group healthy without interruption; null when it is not, or was not asked yet. A leader that led once
    /// before did not see what became of it since.
    /// </summary>
    public TimeSpan? HealthyFor(string id)
    {
        lock (changing)
            return spans.Of(id, node().Stats().Term, clock.Now);
    }

    /// <summary>A server is taken in: it has to be seen healthy from now on.</summary>
    public void BeginAnew(string id)
    {
        lock (changing)
            spans = spans.Without(id);
    }

    private async Task<(string Id, RaftReport? Report)> ReportAsync(RaftNode raft, Nomad.Raft.RaftServer server, CancellationToken stop)
    {
        if (server.Id == raft.Id)
            return (server.Id, Of(raft.Stats()));
        using var limit = new CancellationTokenSource(Patience, ports.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        return (server.Id, await ports.ReportOf(server.Address, either.Token));
    }

    /// <summary>A server's own report.</summary>
    public static RaftReport Of(RaftStats stats) =>
        new(stats.LastLogTerm, stats.LastLogIndex, stats.LastContact is { } contact ? Duration.FromTimeSpan(contact) : null);
}
