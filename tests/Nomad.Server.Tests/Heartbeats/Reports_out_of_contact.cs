using System.Text.Json.Nodes;
using Nomad.Model.Allocations;
using Nomad.Model.Nodes;
using Nomad.Rpc;
using Nomad.Server.Commands;
using Nomad.Server.Endpoints;
using Nomad.Server.Heartbeats;

namespace Nomad.Server.Tests.Heartbeats;

/// <summary>A node on which nobody counts any more, though its work may go on: it shows itself before it is heard.</summary>
public sealed class Reports_out_of_contact
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly string Id = ServerHarness.Id(1);
    private static readonly string Secret = "secret-" + Id;

    [Fact]
    public async Task What_a_node_says_is_refused_until_it_has_given_a_sign_of_life()
    {
        await using var server = await ServerHarness.StartAsync();
        await server.Nodes.RegisterAsync(ServerHarness.Node(Id), None);
        await BeatAsync(server);
        var document = ServerHarness.JobDocument("web", 1);
        document["TaskGroups"]![0]!["Disconnect"] = new JsonObject { ["LostAfter"] = (long)TimeSpan.FromHours(1).TotalNanoseconds, ["Replace"] = false };
        await server.Jobs.RegisterAsync(new JobRegistration { Document = document }, None);
        await ServerHarness.EventuallyAsync(() => Only(server) is not null, "it is placed");
        await SayAsync(server, AllocClientStatus.Running);
        await MissAsync(server);
        await ServerHarness.EventuallyAsync(() => Only(server)!.ClientStatus == AllocClientStatus.Unknown, "what runs there is unknown");

        var refused = await Assert.ThrowsAsync<RpcException>(() => SayAsync(server, AllocClientStatus.Running));
        Assert.Equal($"node {Id} is not allowed to update allocs while in status disconnected", refused.Message);
        Assert.Equal(AllocClientStatus.Unknown, Only(server)!.ClientStatus);

        await BeatAsync(server);
        await SayAsync(server, AllocClientStatus.Running);
        await BeatAsync(server);
        Assert.Equal(NodeStatus.Ready, server.State.Snapshot().Node(Id)!.Status);
        await ServerHarness.EventuallyAsync(() => Only(server) is { ClientStatus: AllocClientStatus.Running, DesiredStatus: AllocDesiredStatus.Run }, "it goes on with what it had");
    }

    // What the tracker of heartbeats does when one is missed.
    private static Task MissAsync(ServerAgent server)
    {
        var state = server.State.Snapshot();
        var evaluations = NodeEvaluations.For(state, state.Node(Id)!, new ServerPorts { Random = new Random(3), Time = TimeProvider.System });
        return server.Proposer.ProposeAsync(new SetNodeStatus(Id, NodeStatus.Disconnected, null, evaluations, 1), None);
    }

    private static Allocation? Only(ServerAgent server) => server.State.Snapshot().AllocationsOfJob("default", "web").SingleOrDefault();

    private static Task BeatAsync(ServerAgent server) => server.Nodes.HeartbeatAsync(new NodeHeartbeat(Id, Secret, NodeStatus.Ready), None);

    private static Task<ulong> SayAsync(ServerAgent server, string status) =>
        server.Nodes.UpdateAllocationsAsync(new NodeAllocationUpdates(Id, Secret, [Only(server)! with { ClientStatus = status }]), None);
}
