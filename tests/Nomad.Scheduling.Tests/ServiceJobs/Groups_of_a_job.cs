using Nomad.Model.Networks;

namespace Nomad.Scheduling.Tests.ServiceJobs;

/// <summary>Groups that come and go, that stand still with their deployment, that want their disk again, and where their ports are.</summary>
public sealed class Groups_of_a_job
{
    [Theory]
    [InlineData(JobTypes.Service)]
    [InlineData(JobTypes.Batch)]
    [InlineData(JobTypes.System)]
    public void One_that_is_removed_ends_one_that_is_added_begins_and_the_others_go_on(string type)
    {
        var cluster = Cluster(1);
        var job = cluster.Register(With(A.Job("web", type: type), "stays", "goes"));
        cluster.Run("web");
        cluster.Clients();
        var stays = cluster.Live.Single(alloc => alloc.TaskGroup == "stays");
        cluster.Register(With(job, "stays", "comes"));
        var result = cluster.Run("web", annotate: true);
        Assert.Equal(["comes", "stays"], cluster.Live.Select(alloc => alloc.TaskGroup).Order());
        Assert.Equal(stays.ID, cluster.Live.Single(alloc => alloc.TaskGroup == "stays").ID);
        var gone = cluster.All.Single(alloc => alloc.TaskGroup == "goes");
        Assert.Equal((AllocDesiredStatus.Stop, AllocDesiredDescriptions.AllocNotNeededDueToJobUpdate), (gone.DesiredStatus, gone.DesiredDescription));
        var counts = result.Plan!.Annotations!.DesiredTGUpdates!;
        Assert.Equal((1UL, 1UL, 1UL), (counts["goes"].Stop, counts["comes"].Place, counts["stays"].InPlaceUpdate));
    }

    [Theory]
    [InlineData(DeploymentStatus.Paused)]
    [InlineData(DeploymentStatus.Failed)]
    public void While_its_deployment_stands_still_only_what_is_lost_is_replaced(string status)
    {
        var cluster = Cluster(4);
        var job = A.Job("web", 4, group: group => group with { Update = new() { MaxParallel = 1 } });
        cluster.Register(job);
        cluster.Run("web");
        cluster.Clients();
        cluster.Run("web");
        Assert.Equal(DeploymentStatus.Successful, cluster.LatestDeployment("", "web")!.Status);
        cluster.Register(job.Edited(group => group.WithEnv("new")));
        cluster.Run("web");
        cluster.End(status);
        cluster.Clients();
        Assert.Null(cluster.Run("web").Plan);
        var old = cluster.Live.Where(alloc => alloc.Job!.Version == 0).ToList();
        Assert.Equal(3, old.Count);
        // One ended by itself: that is no loss, and it comes back only when the deployment goes on.
        cluster.Change(old[0] with { ClientStatus = AllocClientStatus.Complete });
        Assert.Null(cluster.Run("web").Plan);
        cluster.Change(old[1] with { DesiredTransition = new() { Migrate = true } });
        cluster.Run("web");
        Assert.Equal(3, cluster.Live.Count());
        Assert.Equal(old[1].Name, cluster.Live.Single(alloc => alloc.PreviousAllocation == old[1].ID).Name);
        if (status == DeploymentStatus.Failed)
            return;
        cluster.End(DeploymentStatus.Running);
        for (var round = 0; round < 6; round++)
        {
            cluster.Clients();
            cluster.Run("web");
        }
        Assert.Equal(4, cluster.Live.Count(alloc => alloc.Job!.Version == 1));
        Assert.Equal(DeploymentStatus.Successful, cluster.LatestDeployment("", "web")!.Status);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void What_wants_its_disk_again_returns_to_its_node_while_there_is_room(bool sticky, bool migrate)
    {
        var cluster = Cluster(1);
        var job = A.Job("db", group: group => group with { EphemeralDisk = new() { SizeMB = 10, Sticky = sticky, Migrate = migrate } });
        cluster.Register(job);
        cluster.Run("db");
        cluster.Clients();
        // The other one is smaller: packing would choose it.
        cluster.Add(A.Node(1, cpu: 1000, memory: 1000));
        cluster.Register(job.Edited(group => group.WithEnv("new")));
        cluster.Run("db");
        Assert.Equal(sticky || migrate ? "node0000" : "node0001", cluster.Live.Single().NodeID);
        cluster.Clients();
        // No room there any more: the disk is not worth waiting for.
        cluster.Register(A.Job("fill", group: group => group.Using(own => own with { MemoryMB = 8000 })));
        cluster.Run("fill");
        cluster.Register(job.Edited(group => group.WithEnv("newer").Using(own => own with { MemoryMB = 950 })));
        cluster.Run("db");
        Assert.Equal("node0001", cluster.Live.Single(alloc => alloc.JobID == "db").NodeID);
    }

    [Theory]
    [InlineData("all", 3)]
    [InlineData("blue", 2)]
    [InlineData("red", 1)]
    [InlineData("green", 0)]
    public void The_pool_all_is_every_node_and_any_other_its_own(string pool, int nodes)
    {
        foreach (var type in (string[])[JobTypes.Service, JobTypes.System])
        {
            var cluster = Cluster(0);
            cluster.Add(A.Node(0, pool: "blue"), A.Node(1, pool: "blue"), A.Node(2, pool: "red"));
            cluster.Register(A.Job("web", type == JobTypes.System ? 1 : 3, type) with { NodePool = pool, Constraints = [new() { Operand = Operands.DistinctHosts, RTarget = "true" }] });
            cluster.Run("web");
            Assert.Equal(nodes, cluster.Live.Select(alloc => alloc.NodeID).Distinct().Count());
        }
    }

    [Fact]
    public void Each_port_is_on_the_host_network_that_it_names()
    {
        var cluster = Cluster(0);
        var node = A.Node(0);
        cluster.Add(node with
        {
            NodeResources = node.NodeResources! with
            {
                NodeNetworks = [new() { Mode = "host", Addresses = [new() { Alias = "default", Address = "10.0.0.1" }, new() { Alias = "private", Address = "192.168.0.1" }] }],
            },
        });
        NetworkResource Ports(string network) => new()
        {
            ReservedPorts = [new() { Label = "http", Value = 8080, HostNetwork = network }], DynamicPorts = [new() { Label = "one", HostNetwork = network }, new() { Label = "two", HostNetwork = "private" }],
        };
        foreach (var (id, network, address) in ((string, string, string?)[])[("a", "private", "192.168.0.1"), ("b", "private", null), ("c", "default", "10.0.0.1"), ("d", "", null)])
        {
            cluster.Register(A.Job(id, group: group => group with { Networks = [Ports(network)] }));
            var result = cluster.Run(id);
            if (address is null)
            {
                // Taken on that network, though free on the other.
                Assert.Equal(1, result.Evaluation.FailedTGAllocs!["g"].NodesExhausted);
                continue;
            }
            var ports = cluster.Live.Single(alloc => alloc.JobID == id).AllocatedResources!.Shared!.Ports!.ToDictionary(port => port.Label);
            Assert.Equal((8080, address), (ports["http"].Value, ports["http"].HostIP));
            Assert.Equal((address, "192.168.0.1"), (ports["one"].HostIP, ports["two"].HostIP));
            Assert.All([ports["one"], ports["two"]], port => Assert.InRange(port.Value, 20000, 32000));
        }
    }

    private static Job With(Job job, params string[] groups) => job with { TaskGroups = [.. groups.Select(name => A.Group(1) with { Name = name })] };

    private static FakeCluster Cluster(int nodes)
    {
        var cluster = new FakeCluster();
        cluster.Add(Enumerable.Range(0, nodes).Select(number => A.Node(number)));
        return cluster;
    }
}
