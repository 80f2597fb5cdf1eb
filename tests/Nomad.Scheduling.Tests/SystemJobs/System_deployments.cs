namespace Nomad.Scheduling.Tests.SystemJobs;

public sealed class System_deployments
{
    [Fact]
    public void The_first_version_comes_to_all_nodes_at_once_and_its_deployment_ends_when_all_are_healthy()
    {
        var cluster = Cluster(5);
        cluster.Register(Job(parallel: 1));
        cluster.Run("sys");
        Assert.Equal((5, 5), (cluster.Live.Count(), Group(cluster).DesiredTotal));
        Assert.All(cluster.Live, alloc => Assert.Equal(cluster.LatestDeployment("", "sys")!.ID, alloc.DeploymentID));
        cluster.Run("sys");
        Assert.Equal(DeploymentStatus.Running, Status(cluster));
        cluster.Clients();
        cluster.Run("sys", EvalTriggers.DeploymentWatcher);
        Assert.Equal(DeploymentStatus.Successful, Status(cluster));
        Assert.Null(cluster.Run("sys").Plan);
    }

    [Theory]
    [InlineData(10, 100, 100, 10)]
    [InlineData(10, 25, 100, 3)]
    [InlineData(10, 1, 100, 1)]
    [InlineData(10, 50, 2, 2)]
    public void Canaries_are_a_share_of_the_nodes_to_update_and_never_more_than_may_be_updated_at_once(int nodes, int canary, int parallel, int expected)
    {
        var cluster = Cluster(nodes);
        Settled(cluster, Job(parallel, canary));
        var next = cluster.Register(Job(parallel, canary).Edited(group => group.WithEnv("2")));
        var result = cluster.Run("sys", annotate: true);
        Assert.Equal((ulong)expected, result.Plan!.Annotations!.DesiredTGUpdates!["g"].Canary);
        Assert.Equal((expected, nodes), (Group(cluster).DesiredCanaries, Group(cluster).DesiredTotal));
        Assert.Equal(DeploymentStatusDescriptions.DeploymentIsRunningButRequiresManualPromotion, cluster.LatestDeployment("", "sys")!.StatusDescription);
        for (var round = 0; round < 3; round++)
        {
            cluster.Clients();
            cluster.Run("sys", EvalTriggers.DeploymentWatcher);
            Assert.Equal(expected, cluster.Live.Count(alloc => alloc.Job!.Version == next.Version));
            Assert.All(cluster.Live.Where(alloc => alloc.Job!.Version == next.Version), alloc => Assert.True(alloc.DeploymentStatus!.Canary));
        }
        cluster.Promote();
        for (var round = 0; round < nodes + 2; round++)
        {
            cluster.Run("sys", EvalTriggers.DeploymentWatcher);
            cluster.Clients();
        }
        Assert.All(cluster.Live, alloc => Assert.Equal(next.Version, alloc.Job!.Version));
        Assert.Equal((nodes, DeploymentStatus.Successful), (cluster.Live.Count(), Status(cluster)));
    }

    [Fact]
    public void A_node_that_comes_while_canaries_wait_gets_the_version_before()
    {
        var cluster = Cluster(4);
        var first = Settled(cluster, Job(1, canary: 10));
        cluster.Register(Job(1, canary: 10).Edited(group => group.WithEnv("2")));
        cluster.Run("sys");
        cluster.Add(A.Node(9));
        cluster.Run("sys", EvalTriggers.NodeUpdate);
        var late = cluster.Live.Single(alloc => alloc.NodeID == "node0009");
        Assert.Equal((first.Version, ""), (late.Job!.Version, late.DeploymentID));
        cluster.Run("sys");
        Assert.Equal((5, 1), (Group(cluster).DesiredTotal, Group(cluster).DesiredCanaries));
    }

    /// <summary>An allocation outside of the roll-out tells nobody when it has started, so that nothing would ask again.</summary>
    [Fact]
    public void A_node_that_becomes_eligible_is_updated_though_an_allocation_elsewhere_is_about_to_start()
    {
        var cluster = Cluster(2);
        Settled(cluster, Job(parallel: 1));
        cluster.Add(A.Node(1) with { SchedulingEligibility = NodeEligibility.Ineligible });
        var next = cluster.Register(Job(parallel: 1).Edited(group => group.WithEnv("2")));
        cluster.Run("sys");
        cluster.Clients();
        cluster.Run("sys", EvalTriggers.DeploymentWatcher);
        Assert.Equal(DeploymentStatus.Successful, Status(cluster));
        cluster.Add(A.Node(2));
        cluster.Run("sys", EvalTriggers.NodeUpdate);
        Assert.Equal(AllocClientStatus.Pending, cluster.Live.Single(alloc => alloc.NodeID == "node0002").ClientStatus);
        cluster.Add(A.Node(1));
        cluster.Run("sys", EvalTriggers.NodeUpdate);
        Assert.Equal(next.Version, cluster.Live.Single(alloc => alloc.NodeID == "node0001").Job!.Version);
    }

    [Fact]
    public void Nodes_that_go_and_nodes_without_room_are_not_waited_for()
    {
        var cluster = Cluster(3);
        cluster.Add(A.Node(7, cpu: 50));
        cluster.Register(Job(parallel: 1));
        var result = cluster.Run("sys");
        Assert.Equal((3, "node0007"), (Group(cluster).DesiredTotal, result.Blocked.Single().NodeID));
        cluster.Add(A.Node(0) with { Status = NodeStatus.Down });
        cluster.Run("sys", EvalTriggers.NodeUpdate);
        Assert.Equal(2, Group(cluster).DesiredTotal);
        cluster.Clients();
        cluster.Run("sys", EvalTriggers.DeploymentWatcher);
        Assert.Equal(DeploymentStatus.Successful, Status(cluster));
    }

    [Fact]
    public void One_node_without_room_for_the_new_version_keeps_the_old_and_does_not_hold_up_the_others()
    {
        var cluster = Cluster(0);
        cluster.Add(A.Node(0, cpu: 150), A.Node(1), A.Node(2));
        Settled(cluster, Job(parallel: 1));
        var next = cluster.Register(Job(parallel: 1).Edited(group => group.Using(own => own with { CPU = 200 })));
        for (var round = 0; round < 5; round++)
        {
            cluster.Run("sys");
            cluster.Clients();
        }
        Assert.Equal(["node0000"], cluster.Live.Where(alloc => alloc.Job!.Version < next.Version).Select(alloc => alloc.NodeID));
        Assert.Equal((3, DeploymentStatus.Running), (Group(cluster).DesiredTotal, Status(cluster)));
    }

    [Fact]
    public void After_a_failed_deployment_a_node_whose_new_version_died_gets_the_one_before_back()
    {
        var cluster = Cluster(3);
        var first = Settled(cluster, Job(parallel: 1));
        var next = cluster.Register(Job(parallel: 1).Edited(group => group.WithEnv("2")));
        cluster.Run("sys");
        cluster.Clients(alloc => alloc.Job!.Version == next.Version ? AllocClientStatus.Failed : "");
        cluster.End(DeploymentStatus.Failed);
        cluster.Run("sys", EvalTriggers.DeploymentWatcher);
        Assert.Equal(3, cluster.Live.Count());
        Assert.All(cluster.Live, alloc => Assert.Equal(first.Version, alloc.Job!.Version));
        Assert.Null(cluster.Run("sys").Plan);
    }

    [Fact]
    public void Stopping_the_job_cancels_its_deployment()
    {
        var cluster = Cluster(2);
        cluster.Register(Job(parallel: 1));
        cluster.Run("sys");
        cluster.Register(Job(parallel: 1) with { Stop = true });
        cluster.Run("sys", EvalTriggers.JobDeregister);
        Assert.Equal((DeploymentStatus.Cancelled, 0), (Status(cluster), cluster.Live.Count()));
    }

    /// <summary>Nodes come, go, fill up; versions follow each other: limits hold at every step, and in the end every node has the newest.</summary>
    [Fact]
    public void Whatever_happens_to_the_nodes_limits_hold_and_the_roll_out_ends() => Seeds.Each(400, seed =>
    {
        var random = new Random(seed);
        var cluster = Cluster(random.Next(1, 7), seed);
        var (parallel, canary) = (random.Next(1, 4), random.Next(2) * random.Next(1, 101));
        var job = cluster.Register(Job(parallel, canary));
        for (var step = 0; step < 25; step++)
        {
            Happen(cluster, random, parallel, canary);
            var starting = Starting(cluster);
            var plan = cluster.Run("sys", EvalTriggers.NodeUpdate).Plan;
            Assert.InRange((plan?.NodeAllocation).OrEmpty().SelectMany(own => own.Value).Count(alloc => alloc.PreviousAllocation.Length > 0 && alloc.CreateIndex == 0), 0,
                Math.Max(0, parallel - starting));
            OnePerNode(cluster);
        }
        foreach (var node in cluster.Nodes.ToList())
            cluster.Add(node with { Status = NodeStatus.Ready, SchedulingEligibility = NodeEligibility.Eligible });
        for (var round = 0; round < 40; round++)
        {
            cluster.Run("sys", EvalTriggers.NodeUpdate);
            cluster.Clients();
            if (Group(cluster) is { Promoted: false, DesiredCanaries: > 0 } group && cluster.Live.Count(alloc => alloc.DeploymentStatus is { Canary: true, Healthy: true }
                && alloc.DeploymentID == cluster.LatestDeployment("", "sys")!.ID) >= group.DesiredCanaries)
                cluster.Promote();
        }
        job = cluster.Job("", "sys")!;
        Assert.Equal(cluster.Nodes.Count(), cluster.Live.Count());
        Assert.True(cluster.Live.All(alloc => job.JobModifyIndex == alloc.Job!.JobModifyIndex), $"version {job.Version}, {Status(cluster)}, {Group(cluster)}: " + string.Join(", ",
            cluster.Live.Select(alloc => $"{alloc.NodeID} v{alloc.Job!.Version} {alloc.ClientStatus} {alloc.DeploymentStatus}")));
        Assert.Equal(DeploymentStatus.Successful, Status(cluster));
        Assert.Null(cluster.Run("sys").Plan);
    });

    private static void Happen(FakeCluster cluster, Random random, int parallel, int canary)
    {
        var node = cluster.Nodes.ElementAt(random.Next(cluster.Nodes.Count()));
        switch (random.Next(7))
        {
            case 0:
                cluster.Register(Job(parallel, canary).Edited(group => group.WithEnv(random.Next(3).ToString())));
                break;
            case 1:
                cluster.Add(node with { Status = random.Next(2) == 0 ? NodeStatus.Down : NodeStatus.Ready });
                break;
            case 2:
                cluster.Add(node with { SchedulingEligibility = random.Next(2) == 0 ? NodeEligibility.Ineligible : NodeEligibility.Eligible });
                break;
            case 3:
                cluster.Add(A.Node(random.Next(10)));
                break;
            case 4 when Group(cluster).DesiredCanaries > 0:
                cluster.Promote();
                break;
            default:
                cluster.Clients();
                break;
        }
    }

    /// <summary>Of the newest version, and nobody knows yet whether they are well.</summary>
    private static int Starting(FakeCluster cluster) => cluster.Live.Count(alloc => alloc.Job!.Version == cluster.Job("", "sys")!.Version
        && alloc.DeploymentID.Length > 0 && alloc.DeploymentStatus?.Healthy is null);

    private static void OnePerNode(FakeCluster cluster)
    {
        foreach (var node in cluster.Live.GroupBy(alloc => alloc.NodeID))
            Assert.True(node.Count() == 1, $"{node.Key} has {node.Count()}");
        foreach (var node in cluster.Nodes.Where(own => own is { Status: NodeStatus.Ready, SchedulingEligibility: NodeEligibility.Eligible }))
            Assert.Contains(cluster.Live, alloc => alloc.NodeID == node.ID);
    }

    private static FakeCluster Cluster(int nodes, int seed = 1)
    {
        var cluster = new FakeCluster(seed);
        cluster.Add(Enumerable.Range(0, nodes).Select(number => A.Node(number)));
        return cluster;
    }

    private static Job Job(int parallel, int canary = 0) => A.Job("sys", 1, JobTypes.System, group => group with
    {
        Update = new() { MaxParallel = parallel, Canary = canary },
        ReschedulePolicy = null,
    });

    private static Job Settled(FakeCluster cluster, Job job)
    {
        var stored = cluster.Register(job);
        for (var round = 0; round < 3; round++)
        {
            cluster.Run("sys");
            cluster.Clients();
        }
        Assert.Equal(DeploymentStatus.Successful, Status(cluster));
        return stored;
    }

    private static DeploymentState Group(FakeCluster cluster) => cluster.LatestDeployment("", "sys") is { } latest ? latest.TaskGroups!["g"] : new();

    private static string Status(FakeCluster cluster) => cluster.LatestDeployment("", "sys")!.Status;
}
