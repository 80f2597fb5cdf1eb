using Nomad.Model.Volumes;

namespace Nomad.Scheduling.Tests.Feasibility;

/// <summary>Where groups with host volumes may run: each allocation with a volume of its own, writers who want to be the only one, data that is wanted again.</summary>
public sealed class Host_volumes
{
    [Fact]
    public void An_allocation_with_a_volume_of_its_own_runs_where_that_one_is()
    {
        var cluster = Cluster(["data[1]"], ["data[0]"]);
        var job = Job("db", 3, new() { PerAlloc = true });
        cluster.Register(job);
        var result = cluster.Run("db");
        Assert.Equal([("db.g[0]", "node0001"), ("db.g[1]", "node0000")], cluster.Live.Select(alloc => (alloc.Name, alloc.NodeID)).Order());
        Assert.Equal(2, result.Evaluation.FailedTGAllocs!["g"].ConstraintFiltered!["missing compatible host volumes"]);
        Assert.Single(result.Blocked);
        // And stays there when the job changes in place.
        cluster.Clients();
        cluster.Register(job with { Meta = new Dictionary<string, string> { ["a"] = "b" }, Priority = 60 });
        cluster.Run("db");
        Assert.Equal(["node0000", "node0001"], cluster.Live.Select(alloc => alloc.NodeID).Order());
        // The third finds its volume when a node has it.
        cluster.Add(Node(2, "data[2]"));
        cluster.Run("db", EvalTriggers.NodeUpdate);
        Assert.Equal("node0002", cluster.Live.Single(alloc => alloc.Name == "db.g[2]").NodeID);
    }

    [Theory]
    [InlineData(HostVolumeAccessModes.SingleNodeSingleWriter, 2)]
    [InlineData(HostVolumeAccessModes.SingleNodeMultiWriter, 4)]
    [InlineData(HostVolumeAccessModes.SingleNodeWriter, 4)]
    [InlineData("", 4)]
    public void Who_wants_to_be_the_only_writer_has_the_volume_of_a_node_alone(string mode, int placed)
    {
        var cluster = Cluster(["data"], ["data"]);
        cluster.Register(Job("db", 4, new() { AccessMode = mode }));
        var result = cluster.Run("db");
        Assert.Equal(placed, cluster.Live.Count());
        if (placed == 4)
            return;
        Assert.Equal(2, result.Evaluation.FailedTGAllocs!["g"].DimensionExhausted!["host volume data has another writer"]);
        // No writer of another job comes beside it, readers do.
        cluster.Register(Job("other", 1, new()));
        cluster.Register(Job("reader", 1, new() { ReadOnly = true }));
        Assert.Single(cluster.Run("other").Blocked);
        Assert.Empty(cluster.Run("reader").Blocked);
    }

    [Fact]
    public void It_does_not_come_beside_other_writers()
    {
        var cluster = Cluster(["data"]);
        cluster.Register(Job("db", 2, new()));
        cluster.Run("db");
        cluster.Register(Job("alone", 1, new() { AccessMode = HostVolumeAccessModes.SingleNodeSingleWriter }));
        Assert.Single(cluster.Run("alone").Blocked);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_comes_after_an_allocation_with_a_sticky_volume_runs_on_the_same_node(bool sticky)
    {
        var cluster = Cluster(["data"], ["data"], ["data"]);
        cluster.Register(Job("db", 1, new() { Sticky = sticky }));
        cluster.Run("db");
        cluster.Clients();
        var first = cluster.Live.Single();
        cluster.Clients(_ => AllocClientStatus.Failed);
        var later = Assert.Single(cluster.Run("db", EvalTriggers.AllocFailure).FollowUps);
        cluster.Pass(TimeSpan.FromSeconds(30));
        cluster.Run(later);
        Assert.Equal(sticky, cluster.Live.Single().NodeID == first.NodeID);
    }

    private static FakeCluster Cluster(params string[][] volumesOfNodes)
    {
        var cluster = new FakeCluster();
        cluster.Add(volumesOfNodes.Select((volumes, number) => Node(number, volumes)));
        return cluster;
    }

    private static Node Node(int number, params string[] volumes) => A.Node(number) with
    {
        HostVolumes = volumes.ToDictionary(name => name, name => new ClientHostVolumeConfig { Name = name, Path = "/" + name }, StringComparer.Ordinal),
    };

    private static Job Job(string id, int count, VolumeRequest volume) => A.Job(id, count, group: group => group with
    {
        Volumes = new Dictionary<string, VolumeRequest> { ["v"] = volume with { Name = "v", Type = VolumeTypes.Host, Source = "data" } },
    });
}
