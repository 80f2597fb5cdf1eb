using System.Text.Json.Nodes;
using Nomad.Model.Allocations;
using Nomad.Model.Evaluations;
using Nomad.Model.Nodes;
using Nomad.Model.Volumes;
using Nomad.Rpc;
using Nomad.Server.Endpoints;
using Nomad.Server.State;

namespace Nomad.Server.Tests.Volumes;

/// <summary>CSI volumes: where their plugin is, in turn, and never more at once than their access mode allows.</summary>
public sealed class Volumes_of_plugins
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Work_goes_where_the_plugin_is_and_waits_while_another_writes()
    {
        await using var server = await ServerHarness.StartAsync();
        await using var plain = await StartAsync(server, Node(1));
        await using var other = await StartAsync(server, Node(2));
        await using var able = await StartAsync(server, WithPlugin(Node(3)));
        await server.Volumes.RegisterAsync([Volume("data")], "default", None);
        await RegisterAsync(server, "first", "single-node-writer");
        await ServerHarness.EventuallyAsync(() => Running(server, "first") == 1, "the first runs");
        Assert.Equal(ServerHarness.Id(3), Live(server, "first").Single().NodeID);
        var claim = server.State.Snapshot().VolumeClaims("default", "data")!.Claims.Single();
        Assert.Equal((Live(server, "first").Single().ID, ServerHarness.Id(3), true), (claim.AllocID, claim.NodeID, claim.Writes));

        await RegisterAsync(server, "second", "single-node-writer");
        var reasons = await RefusedAsync(server, "second");
        Assert.Equal(1, reasons["CSI volume data has exhausted its available writer claims"]);
        Assert.Equal(1, reasons[$"CSI plugin disks is missing from client {ServerHarness.Id(1)}"]);
        var refusal = await Assert.ThrowsAsync<RpcException>(() => server.Volumes.DeregisterAsync("default", "data", false, None));
        Assert.Equal("volume in use: data", refusal.Message);

        // The first makes way, and nothing else happens that would wake the second.
        await server.Jobs.DeregisterAsync(new JobRemoval("default", "first"), None);
        await ServerHarness.EventuallyAsync(() => Running(server, "second") == 1, "the second has its turn");
        Assert.Equal(Live(server, "second").Single().ID, server.State.Snapshot().VolumeClaims("default", "data")!.Claims.Single().AllocID);
    }

    [Fact]
    public async Task What_is_updated_hands_its_volume_to_its_successor()
    {
        await using var server = await ServerHarness.StartAsync();
        await using var first = await StartAsync(server, WithPlugin(Node(1)));
        await server.Volumes.RegisterAsync([Volume("data")], "default", None);
        await RegisterAsync(server, "web", "single-node-writer");
        await ServerHarness.EventuallyAsync(() => Running(server, "web") == 1, "it runs");
        var before = Live(server, "web").Single().ID;
        await RegisterAsync(server, "web", "single-node-writer", command: "/bin/false");
        await ServerHarness.EventuallyAsync(() => Running(server, "web") == 1 && Live(server, "web").Single().ID != before, "its successor runs");
        Assert.Equal(Live(server, "web").Single().ID, server.State.Snapshot().VolumeClaims("default", "data")!.Claims.Single().AllocID);
    }

    [Fact]
    public async Task Each_of_a_group_can_have_a_volume_of_its_own()
    {
        await using var server = await ServerHarness.StartAsync();
        await using var node = await StartAsync(server, WithPlugin(Node(1)));
        await server.Volumes.RegisterAsync([Volume("data[0]"), Volume("data[2]")], "default", None);
        await RegisterAsync(server, "web", "single-node-writer", count: 3, perAlloc: true);
        await ServerHarness.EventuallyAsync(() => Running(server, "web") == 2, "those that have one run");
        Assert.Equal(["web.web[0]", "web.web[2]"], Live(server, "web").Select(alloc => alloc.Name).Order(StringComparer.Ordinal));
        Assert.Equal(1, (await RefusedAsync(server, "web"))["missing CSI volume(s) data[1]"]);
        await server.Volumes.RegisterAsync([Volume("data[1]")], "default", None);
        await ServerHarness.EventuallyAsync(() => Running(server, "web") == 3, "the third has one now");
    }

    [Fact]
    public async Task A_node_takes_as_many_volumes_as_its_plugin_can_and_only_those_of_its_place()
    {
        await using var server = await ServerHarness.StartAsync();
        await using var small = await StartAsync(server, WithPlugin(Node(1), most: 1, zone: "a"));
        await using var far = await StartAsync(server, WithPlugin(Node(2), zone: "b"));
        var inA = new CSITopology { Segments = new Dictionary<string, string> { ["zone"] = "a" } };
        await server.Volumes.RegisterAsync([Volume("one") with { Topologies = [inA] }, Volume("two") with { Topologies = [inA] }], "default", None);
        await RegisterAsync(server, "first", "multi-node-multi-writer", source: "one", count: 2);
        await ServerHarness.EventuallyAsync(() => Running(server, "first") == 2, "both share a volume, which counts once");
        Assert.All(Live(server, "first"), alloc => Assert.Equal(ServerHarness.Id(1), alloc.NodeID));
        await RegisterAsync(server, "second", "single-node-writer", source: "two");
        var reasons = await RefusedAsync(server, "second");
        Assert.Equal(1, reasons[$"CSI plugin disks has the maximum number of volumes on client {ServerHarness.Id(1)}"]);
        Assert.Equal(1, reasons["did not meet topology requirement"]);
    }

    [Fact]
    public async Task A_plugin_that_recovers_wakes_who_waits_for_its_volumes()
    {
        await using var server = await ServerHarness.StartAsync();
        await using var node = await StartAsync(server, WithPlugin(Node(1), healthy: false));
        await server.Volumes.RegisterAsync([Volume("data")], "default", None);
        Assert.Equal((0, 1), (server.State.Snapshot().CsiPlugin("disks")!.NodesHealthy, server.State.Snapshot().CsiPlugin("disks")!.NodesExpected));
        await RegisterAsync(server, "web", "single-node-writer");
        Assert.Equal(1, (await RefusedAsync(server, "web"))[$"CSI plugin disks is unhealthy on client {ServerHarness.Id(1)}"]);
        await server.Nodes.RegisterAsync(WithPlugin(Node(1)) with { Status = NodeStatus.Ready }, None);
        await ServerHarness.EventuallyAsync(() => Running(server, "web") == 1, "it runs");
    }

    [Theory]
    [InlineData("single-node-reader-only", true, "single-node-reader-only", true, "reader")]
    [InlineData("multi-node-reader-only", true, "multi-node-reader-only", true, "")]
    [InlineData("multi-node-single-writer", false, "multi-node-single-writer", true, "")]
    [InlineData("multi-node-single-writer", false, "multi-node-single-writer", false, "writer")]
    [InlineData("multi-node-multi-writer", false, "multi-node-multi-writer", false, "")]
    [InlineData("multi-node-multi-writer", false, "multi-node-reader-only", true, "reader")]
    public async Task The_access_mode_says_who_may_be_there_together(string mode, bool reads, string otherMode, bool otherReads, string refused)
    {
        await using var server = await ServerHarness.StartAsync();
        await using var node = await StartAsync(server, WithPlugin(Node(1)));
        await server.Volumes.RegisterAsync([Volume("data")], "default", None);
        await RegisterAsync(server, "first", mode, readOnly: reads);
        await ServerHarness.EventuallyAsync(() => Running(server, "first") == 1, "the first runs");
        await RegisterAsync(server, "second", otherMode, readOnly: otherReads);
        if (refused.Length == 0)
            await ServerHarness.EventuallyAsync(() => Running(server, "second") == 1, "the second runs beside it");
        else
            Assert.Contains(refused, Assert.Single(await RefusedAsync(server, "second")).Key);
    }

    [Fact]
    public async Task Volumes_claims_and_plugins_are_saved_and_read_again()
    {
        await using var server = await ServerHarness.StartAsync();
        await using var node = await StartAsync(server, WithPlugin(Node(1)));
        await server.Volumes.RegisterAsync([Volume("data")], "default", None);
        await RegisterAsync(server, "web", "single-node-writer");
        await ServerHarness.EventuallyAsync(() => Running(server, "web") == 1, "it runs");
        using var saved = new MemoryStream();
        StateStore.Save(server.State.Snapshot(), saved);
        saved.Position = 0;
        var store = new StateStore(TimeProvider.System);
        store.Restore(saved);
        using var again = new MemoryStream();
        StateStore.Save(store.Snapshot(), again);
        Assert.Equal(saved.ToArray(), again.ToArray());
        Assert.Equal(Live(server, "web").Single().ID, store.Snapshot().Standing("default", "data")!.Claims.Single().AllocID);
        Assert.True(store.Snapshot().Standing("default", "data")!.Schedulable);
    }

    [Fact]
    public async Task What_is_no_volume_is_not_registered()
    {
        await using var server = await ServerHarness.StartAsync();
        await using var node = await StartAsync(server, WithPlugin(Node(1)));
        foreach (var (volume, why) in new (CSIVolume, string)[]
        {
            (Volume(""), "validation: missing volume id"),
            (Volume("v") with { PluginID = "" }, "validation: missing plugin id"),
            (Volume("v") with { RequestedCapabilities = null }, "validation: must include at least one capability block"),
            (Volume("v") with { CloneID = "a", SnapshotID = "b" }, "validation: only one of snapshot_id and clone_id is allowed"),
            (Volume("v") with { PluginID = "other" }, "no CSI plugin named: other could be found"),
            (Volume("v") with { Namespace = "nowhere" }, "validation: no such namespace: nowhere"),
        })
            Assert.Equal(why, (await Assert.ThrowsAsync<RpcException>(() => server.Volumes.RegisterAsync([volume], "default", None))).Message);
        Assert.Equal("volume not found: v", (await Assert.ThrowsAsync<RpcException>(() => server.Volumes.DeregisterAsync("default", "v", false, None))).Message);
    }

    private static Node Node(int number) => ServerHarness.Node(ServerHarness.Id(number));

    private static Node WithPlugin(Node node, bool healthy = true, long most = 0, string zone = "") => node with
    {
        CSINodePlugins = new Dictionary<string, CSIInfo>
        {
            ["disks"] = new()
            {
                PluginID = "disks", Healthy = healthy, Provider = "disks.example.org", ProviderVersion = "1.0",
                NodeInfo = new CSINodeInfo
                {
                    ID = node.Name, MaxVolumes = most,
                    AccessibleTopology = new CSITopology { Segments = new Dictionary<string, string> { ["zone"] = zone, ["rack"] = "r1" } },
                },
            },
        },
    };

    private static CSIVolume Volume(string id) => new()
    {
        ID = id, PluginID = "disks", ExternalID = "disk-" + id,
        RequestedCapabilities =
        [
            .. new[] { "single-node-writer", "single-node-reader-only", "multi-node-reader-only", "multi-node-single-writer", "multi-node-multi-writer" }
                .Select(mode => new CSIVolumeCapability { AccessMode = mode, AttachmentMode = "file-system" }),
        ],
    };

    private static async Task<FakeNode> StartAsync(ServerAgent server, Node node)
    {
        var fake = new FakeNode(server.Nodes, node);
        await fake.StartAsync();
        return fake;
    }

    private static Task RegisterAsync(
        ServerAgent server, string id, string mode, string source = "data", int count = 1, bool readOnly = false, bool perAlloc = false, string command = "/bin/true")
    {
        var document = ServerHarness.JobDocument(id, count);
        document["TaskGroups"]![0]!["Volumes"] = new JsonObject
        {
            ["data"] = new JsonObject
            {
                ["Name"] = "data", ["Type"] = "csi", ["Source"] = source, ["ReadOnly"] = readOnly, ["AccessMode"] = mode, ["AttachmentMode"] = "file-system",
                ["PerAlloc"] = perAlloc,
            },
        };
        document["TaskGroups"]![0]!["Tasks"]![0]!["Config"]!["command"] = command;
        return server.Jobs.RegisterAsync(new JobRegistration { Document = document }, None);
    }

    private static List<Allocation> Live(ServerAgent server, string job) =>
        [.. server.State.Snapshot().AllocationsOfJob("default", job).Where(alloc => !alloc.IsTerminal())];

    private static int Running(ServerAgent server, string job) => Live(server, job).Count(alloc => alloc.ClientStatus == AllocClientStatus.Running);

    // Why the job's blocked evaluation found no place.
    private static async Task<IReadOnlyDictionary<string, int>> RefusedAsync(ServerAgent server, string job)
    {
        Evaluation? Blocked() => server.State.Snapshot().EvaluationsOfJob("default", job).FirstOrDefault(eval => eval.Status == EvalStatus.Blocked);
        await ServerHarness.EventuallyAsync(() => Blocked() is not null, $"{job} waits");
        return Blocked()!.FailedTGAllocs!["web"].ConstraintFiltered!;
    }
}
