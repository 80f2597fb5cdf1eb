using Nomad.Model;
using Nomad.Model.Evaluations;
using Nomad.Model.Nodes;
using Nomad.Model.Volumes;
using Nomad.Rpc;
using Nomad.Server.Endpoints;
using Nomad.Server.Heartbeats;
using Nomad.Server.State;

namespace Nomad.Server.Tests.Evaluations;

/// <summary>A node that is registered again without another class may still be what waiting work lacked.</summary>
public sealed class Nodes_that_offer_more
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly Node Plain = ServerHarness.Node(ServerHarness.Id(1)) with { Status = NodeStatus.Ready };

    public static TheoryData<string> Changes => [.. Offers.Keys];

    private static readonly Dictionary<string, Func<Node, Node>> Offers = new()
    {
        ["a driver is healthy again"] = node => node with { Drivers = new Dictionary<string, DriverInfo> { ["raw_exec"] = new() { Detected = true, Healthy = true }, ["docker"] = new() { Detected = true, Healthy = true } } },
        ["a volume"] = node => node with { HostVolumes = new Dictionary<string, ClientHostVolumeConfig> { ["data"] = new() { Name = "data" } } },
        ["more memory"] = node => node with { NodeResources = node.NodeResources! with { Memory = new() { MemoryMB = 99_000 } } },
        ["less kept back"] = node => node with { ReservedResources = new NodeReservedResources { Memory = new() { MemoryMB = 10 } } },
        ["a meta value of its own"] = node => node with { Meta = new Dictionary<string, string> { ["unique.slot"] = "7" } },
        ["more allocations"] = node => node with { NodeMaxAllocs = 7 },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void It_offers_something_else(string change) => Assert.True(NodeOffer.Differs(Plain, Offers[change](Plain)));

    [Fact]
    public void It_offers_the_same_however_often_it_is_registered()
    {
        var again = ServerHarness.Node(Plain.ID) with { Status = NodeStatus.Ready, Attributes = new Dictionary<string, string> { ["unique.storage.bytesfree"] = "7" } };
        Assert.False(NodeOffer.Differs(Plain, again));
        Assert.False(NodeOffer.Differs(Plain, Plain with { Status = NodeStatus.Down }));
        Assert.False(NodeOffer.Differs(Plain, Plain with { Drivers = Plain.Drivers!.ToDictionary(own => own.Key, own => own.Value with { UpdateTime = DateTimeOffset.UnixEpoch }) }));
    }

    [Fact]
    public async Task Work_that_waits_for_a_driver_starts_when_it_is_healthy_again()
    {
        await using var server = await ServerHarness.StartAsync();
        await RegisterAsync(server, healthy: false);
        foreach (var (id, type) in ((string, string)[])[("web", "service"), ("sys", "system")])
            await server.Jobs.RegisterAsync(new JobRegistration { Document = ServerHarness.JobDocument(id, 1, type) }, None);
        await ServerHarness.EventuallyAsync(() => Open(server).Length == 1 && Open(server)[0] is { Status: EvalStatus.Blocked, JobID: "web" }, "the service waits");
        Assert.Empty(server.State.Snapshot().AllocationsOfNode(Plain.ID));
        await RegisterAsync(server, healthy: true);
        await ServerHarness.EventuallyAsync(() => server.State.Snapshot().AllocationsOfNode(Plain.ID).Select(alloc => alloc.JobID).Order().SequenceEqual(["sys", "web"]), "both are placed");
        await ServerHarness.EventuallyAsync(() => Open(server).Length == 0, "nothing waits");
        await RegisterAsync(server, healthy: true);
        Assert.Empty(Open(server));
    }

    private static Evaluation[] Open(ServerAgent server) => [.. server.State.Snapshot().Evaluations().Where(eval => !eval.IsTerminal())];

    private static Task RegisterAsync(ServerAgent server, bool healthy) => server.Nodes.RegisterAsync(Plain with
    {
        Drivers = new Dictionary<string, DriverInfo> { ["raw_exec"] = new() { Detected = true, Healthy = healthy } },
    }, None);
}
