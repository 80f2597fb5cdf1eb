using Nomad.Model.Allocations;
using Nomad.Model.Nodes;
using Nomad.Rpc;
using Nomad.Server.Endpoints;
using Nomad.Server.State;
using Nomad.Server.State.Writing;

namespace Nomad.Server.Tests.Heartbeats;

/// <summary>A node that is given up and comes back, hundreds of times: nothing piles up, and in the end all runs once.</summary>
public sealed class Nodes_that_flap
{
    private const int Times = 300;

    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Work_is_there_once_and_nothing_is_left_over()
    {
        await using var server = await ServerHarness.StartAsync();
        await using var steady = await StartAsync(server, 1);
        await using var flapping = await StartAsync(server, 2);
        await server.Jobs.RegisterAsync(new JobRegistration { Document = ServerHarness.JobDocument("web", 4) }, None);
        await server.Jobs.RegisterAsync(new JobRegistration { Document = ServerHarness.JobDocument("each", 1, "system") }, None);
        for (var i = 0; i < Times; i++)
        {
            await BeatAsync(server, 2, NodeStatus.Down);
            await BeatAsync(server, 2, NodeStatus.Ready);
        }
        await ServerHarness.EventuallyAsync(() => Names(server, "web").SequenceEqual(["web.web[0]", "web.web[1]", "web.web[2]", "web.web[3]"]), "four run, each once");
        await ServerHarness.EventuallyAsync(() => Live(server, "each").Select(alloc => alloc.NodeID).Order(StringComparer.Ordinal)
            .SequenceEqual([ServerHarness.Id(1), ServerHarness.Id(2)]), "one on each node");
        await ServerHarness.EventuallyAsync(() => server.State.Snapshot().Evaluations().All(eval => eval.IsTerminal())
            && server.Broker.Stats() is { Ready: 0, Unacked: 0, Pending: 0, Waiting: 0, Failed: 0, Cancelable: 0 } && server.Blocked.Count == 0, "no evaluation is left");
        Assert.True(server.State.Snapshot().Node(ServerHarness.Id(2))!.Events!.Count <= NodeWrites.MaxEvents);
        await server.System.CollectGarbageAsync(None);
        await ServerHarness.EventuallyAsync(() => server.State.Snapshot().Evaluations().Count() < Times / 10
            && server.State.Snapshot().Allocations().Count(alloc => alloc.IsTerminal()) < Times / 10, "what is over is collected");
        Assert.Equal(6, Live(server, "web").Count + Live(server, "each").Count);
    }

    private static async Task<FakeNode> StartAsync(ServerAgent server, int number)
    {
        var node = new FakeNode(server.Nodes, ServerHarness.Node(ServerHarness.Id(number)));
        await node.StartAsync();
        return node;
    }

    // As clients do: asked for it, it tells how its work is and shows itself again.
    private static async Task BeatAsync(ServerAgent server, int number, string status)
    {
        var (id, secret) = (ServerHarness.Id(number), "secret-" + ServerHarness.Id(number));
        while ((await server.Nodes.HeartbeatAsync(new NodeHeartbeat(id, secret, status), None)).AwaitsReports)
            await server.Nodes.UpdateAllocationsAsync(new NodeAllocationUpdates(id, secret,
                [.. server.State.Snapshot().AllocationsOfNode(id).Where(alloc => !alloc.IsTerminal())]), None);
    }

    private static List<Allocation> Live(ServerAgent server, string job) =>
        [.. server.State.Snapshot().AllocationsOfJob("default", job).Where(alloc => !alloc.IsTerminal() && alloc.ClientStatus == AllocClientStatus.Running)];

    private static IEnumerable<string> Names(ServerAgent server, string job) => Live(server, job).Select(alloc => alloc.Name).Order(StringComparer.Ordinal);
}
