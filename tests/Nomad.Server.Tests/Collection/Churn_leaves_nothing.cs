using Nomad.Model.Jobs;
using Nomad.Server.Endpoints;

namespace Nomad.Server.Tests.Collection;

/// <summary>Jobs come, run, end and are collected, thousands of them: as many things are held afterwards as before.</summary>
public sealed class Churn_leaves_nothing
{
    private const int Rounds = 5;
    private const int Jobs = 200;
    private const int Attempts = 20;

    /// <summary>What the runtime may keep for itself from one round to the next; a job that stayed behind takes kilobytes of each of a thousand.</summary>
    private const long Slack = 4 << 20;

    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Memory_and_handles_are_given_back()
    {
        // What Raft keeps of its log is bounded by these, and must not be taken for what is left over.
        await using var server = await ServerAgent.StartAsync(
            new ServerOptions { Name = "server-1", NumSchedulers = 2, RaftSnapshotThreshold = 256, RaftTrailingLogs = 64, Heartbeats = ServerHarness.PatientHeartbeats }, new ServerPorts());
        await using var node = new FakeNode(server.Nodes, ServerHarness.Node(ServerHarness.Id(1), cpu: 100_000, memory: 100_000));
        await node.StartAsync();
        // The first rounds fill what is kept for reuse.
        await RoundAsync(server);
        await RoundAsync(server);
        var (memory, handles) = await SettledAsync(server);
        for (var i = 0; i < Rounds; i++)
            await RoundAsync(server);
        var (after, open) = await SettledAsync(server);
        // What others of this process hold for a moment goes; what jobs leave behind stays, however long one waits.
        for (var attempt = 0; attempt < Attempts && after - memory >= Slack; attempt++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1));
            (after, open) = await SettledAsync(server);
        }
        Assert.True(after - memory < Slack, $"{Rounds * Jobs} jobs left {after - memory} bytes behind");
        Assert.True(open - handles < 10, $"{Rounds * Jobs} jobs left {open - handles} handles open");
    }

    private static async Task RoundAsync(ServerAgent server)
    {
        for (var i = 0; i < Jobs; i++)
            await server.Jobs.RegisterAsync(new JobRegistration { Document = ServerHarness.JobDocument($"job-{i}", 2, "batch") }, None);
        await ServerHarness.EventuallyAsync(() => server.State.Snapshot().Jobs().All(job => job.Status == JobStatus.Dead), "all have ended");
        await server.System.CollectGarbageAsync(None);
        await ServerHarness.EventuallyAsync(() => !server.State.Snapshot().Jobs().Any() && !server.State.Snapshot().Allocations().Any()
            && !server.State.Snapshot().Evaluations().Any(), "all are collected");
    }

    // Rows that ended are history for readers, until the collector has found that there are none and something is written.
    private static async Task<(long Memory, int Handles)> SettledAsync(ServerAgent server)
    {
        Held();
        await server.Jobs.RegisterAsync(new JobRegistration { Document = ServerHarness.JobDocument("last", 0, "batch") }, None);
        await server.Jobs.DeregisterAsync(new JobRemoval("default", "last") { Purge = true }, None);
        return Held();
    }

    private static (long Memory, int Handles) Held() => (GC.GetTotalMemory(forceFullCollection: true), Directory.GetFiles("/proc/self/fd").Length);
}
