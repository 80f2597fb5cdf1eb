namespace Nomad.Scheduling.Tests.ServiceJobs;

/// <summary>Whom a more important job displaces, and where.</summary>
public sealed class Displacing_lesser_work
{
    [Theory]
    [InlineData(JobTypes.Service)]
    [InlineData(JobTypes.Batch)]
    [InlineData(JobTypes.System)]
    [InlineData(JobTypes.Sysbatch)]
    public void Each_kind_displaces_when_it_is_switched_on_and_only_then(string type)
    {
        foreach (var on in (bool[])[false, true])
        {
            var cluster = Cluster(1);
            cluster.Configuration = cluster.Configuration with
            {
                PreemptionConfig = new()
                {
                    ServiceSchedulerEnabled = on && type == JobTypes.Service, BatchSchedulerEnabled = on && type == JobTypes.Batch,
                    SystemSchedulerEnabled = on && type == JobTypes.System, SysBatchSchedulerEnabled = on && type == JobTypes.Sysbatch,
                },
            };
            Run(cluster, "low", 20, 8000);
            Run(cluster, "high", 90, 8000, type: type);
            Assert.Equal(on ? "high" : "low", cluster.Live.Single().JobID);
        }
    }

    [Theory]
    [InlineData(40, true)]
    [InlineData(41, false)]
    public void The_displaced_matter_less_by_ten_at_least(int priority, bool displaced)
    {
        var cluster = Cluster(1);
        Run(cluster, "low", priority, 8000);
        Run(cluster, "high", 50, 8000);
        Assert.Equal(displaced ? "high" : "low", cluster.Live.Single().JobID);
    }

    [Fact]
    public void Of_equal_ones_goes_the_one_that_is_nearest_to_what_is_lacking()
    {
        var cluster = Cluster(1);
        foreach (var (id, memory) in ((string, int)[])[("small", 500), ("right", 2000), ("large", 5000)])
            Run(cluster, id, 20, memory);
        var result = Run(cluster, "high", 90, 2500, annotate: true);
        Assert.Equal(["high", "large", "small"], cluster.Live.Select(alloc => alloc.JobID).Order());
        Assert.Equal(1UL, result.Plan!.Annotations!.DesiredTGUpdates!["g"].Preemptions);
    }

    [Fact]
    public void Those_of_the_lowest_priority_go_first_and_none_without_need()
    {
        var cluster = Cluster(1);
        Run(cluster, "least", 10, 4000);
        Run(cluster, "less", 20, 4000);
        Run(cluster, "high", 90, 4000);
        Assert.Equal(["high", "less"], cluster.Live.Select(alloc => alloc.JobID).Order());
    }

    [Fact]
    public void No_group_loses_more_than_its_migrate_rules_allow_when_another_will_do()
    {
        var cluster = Cluster(1);
        foreach (var id in (string[])["a", "b"])
            Run(cluster, id, 20, 2000, count: 2, migrate: new() { MaxParallel = 1 });
        Run(cluster, "high", 90, 4000);
        Assert.Equal(["a", "b", "high"], cluster.Live.Select(alloc => alloc.JobID).Order());
    }

    [Fact]
    public void The_node_is_chosen_by_all_scores_and_the_allocation_tells_them()
    {
        var cluster = Cluster(2);
        foreach (var id in (string[])["low1", "low2"])
            Run(cluster, id, 20, 8000);
        cluster.Register(Job("high", 90, 8000) with { Affinities = [new() { LTarget = "${node.unique.id}", Operand = "=", RTarget = "node0001", Weight = 100 }] });
        cluster.Run("high");
        var placed = cluster.Live.Single(alloc => alloc.JobID == "high");
        Assert.Equal("node0001", placed.NodeID);
        var scores = placed.Metrics!.ScoreMetaData![0];
        Assert.Equal("node0001", scores.NodeID);
        Assert.InRange(scores.Scores!["preemption"], 0.5, 1);
        Assert.Equal((scores.Scores["binpack"] + scores.Scores["node-affinity"] + scores.Scores["preemption"]) / 3, scores.NormScore, 9);
    }

    [Fact]
    public void A_port_that_a_lesser_job_holds_is_taken_from_it()
    {
        var cluster = Cluster(1);
        foreach (var (id, priority) in ((string, int)[])[("low", 20), ("high", 90)])
        {
            cluster.Register(Job(id, priority, 100).Edited(group => group with { Networks = [new() { ReservedPorts = [new() { Label = "http", Value = 8080 }] }] }));
            cluster.Run(id);
        }
        Assert.Equal("high", cluster.Live.Single().JobID);
    }

    [Theory]
    [InlineData("cores")]
    [InlineData("devices")]
    public void Cores_and_devices_that_a_lesser_job_holds_are_taken_from_it(string what)
    {
        var cluster = Cluster(0);
        var node = A.Node(1);
        cluster.Add(node with { NodeResources = node.NodeResources! with { Devices = [new() { Vendor = "acme", Type = "gpu", Name = "small", Instances = [new() { ID = "one", Healthy = true }] }] } });
        foreach (var (id, priority, cores) in ((string, int, int)[])[("other", 20, 1), ("low", 20, 3), ("high", 90, 2)])
        {
            cluster.Register(Job(id, priority, 100).Edited(group => group.Using(own => what == "cores" ? own with { Cores = cores, CPU = 0 }
                : id == "other" ? own : own with { Devices = [new() { Name = "gpu", Count = 1 }] })));
            cluster.Run(id);
        }
        Assert.Equal(["high", "other"], cluster.Live.Select(alloc => alloc.JobID).Order());
        var tasks = cluster.Live.Single(alloc => alloc.JobID == "high").AllocatedResources!.Tasks!["t"];
        Assert.Equal(what == "cores" ? (2, 0) : (0, 1), (tasks.Cpu.ReservedCores.OrEmpty().Count, tasks.Devices.OrEmpty().Count));
    }

    [Fact]
    public void The_displaced_give_their_share_of_a_quota_back_to_the_same_plan()
    {
        var cluster = Cluster(2);
        cluster.Limit = new() { MemoryMB = 17_000 };
        Run(cluster, "low", 20, 8000, count: 2);
        // The first one takes the place of one of the low; without what that one gives back the second would pass the limit.
        cluster.Limit = new() { MemoryMB = 22_500 };
        Run(cluster, "high", 90, 6000, count: 2);
        Assert.Equal(["high", "high"], cluster.Live.Select(alloc => alloc.JobID).Order());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Whom_a_job_wants_near_it_does_not_displace(bool others)
    {
        var cluster = Cluster(1);
        Run(cluster, "db", 10, 5000);
        if (others)
            Run(cluster, "low", 20, 3000);
        cluster.Register(Job("high", 90, 4000, count: 1).Edited(group => group.Using(own => own with { MemoryMB = others ? 3000 : 4000 }) with { Near = [new() { Job = "db", Weight = 50, Required = true }] }));
        Assert.Equal(others ? 0 : 1, cluster.Run("high").Blocked.Count);
        Assert.Equal(others ? ["db", "high"] : ["db"], cluster.Live.Select(alloc => alloc.JobID).Order());
    }

    [Fact]
    public void Whom_a_job_must_be_away_from_is_in_its_way_no_more_once_it_is_displaced()
    {
        var cluster = Cluster(1);
        Run(cluster, "db", 10, 5000);
        // The second one sees that it has gone, too.
        RunAway(cluster, 4000, count: 2);
        Assert.Equal(["high", "high"], cluster.Live.Select(alloc => alloc.JobID));
    }

    [Theory]
    [InlineData(20, 4000, "high low")]
    [InlineData(20, 1000, "db low")]
    [InlineData(85, 4000, "db low")]
    public void Whom_a_job_must_be_away_from_goes_first_but_not_without_need_and_not_when_it_matters_as_much(int priority, int memory, string left)
    {
        var cluster = Cluster(1);
        Run(cluster, "db", priority, 3000);
        Run(cluster, "low", 20, 3000);
        RunAway(cluster, memory);
        Assert.Equal(left, string.Join(' ', cluster.Live.Select(alloc => alloc.JobID).Order()));
    }

    [Fact]
    public void Where_a_whole_rack_is_in_the_way_all_of_it_is_free_once_the_only_one_there_is_displaced()
    {
        var cluster = Cluster(0);
        cluster.Add(A.Node(0));
        Run(cluster, "db", 10, 5000);
        Run(cluster, "filler", 95, 3000);
        cluster.Add(A.Node(3));
        Run(cluster, "other", 95, 4000);
        RunAway(cluster, 4000, count: 2, attribute: "${meta.rack}");
        Assert.Equal(["filler", "high", "high", "other"], cluster.Live.Select(alloc => alloc.JobID).Order());
        Assert.Equal(2, cluster.Live.Where(alloc => alloc.JobID == "high").Select(alloc => alloc.NodeID).Distinct().Count());
    }

    private static void RunAway(FakeCluster cluster, int memory, int count = 1, string attribute = "")
    {
        cluster.Register(Job("high", 90, memory, count: count).Edited(group => group with { Near = [new() { Job = "db", Attribute = attribute, Weight = -50, Required = true }] }));
        cluster.Run("high");
    }

    [Fact]
    public void One_job_never_displaces_its_own_nor_what_it_has_just_planned()
    {
        var cluster = Cluster(1);
        Run(cluster, "high", 90, 4000, count: 3);
        Assert.Equal(2, cluster.Live.Count());
        cluster.Register(Job("higher", 100, 8000, count: 2));
        Assert.Single(cluster.Run("higher").Blocked);
        Assert.Equal(["higher"], cluster.Live.Select(alloc => alloc.JobID));
    }

    [Fact]
    public void Only_as_many_as_must_go_of_those_that_matter_least_and_only_where_nothing_is_free() => Seeds.Each(200, seed =>
    {
        var random = new Random(seed);
        var cluster = Cluster(random.Next(1, 5));
        for (var i = 0; i < 9; i++)
        {
            var low = A.Job($"low{i}", random.Next(1, 3), group: group => group.Using(own => own with { CPU = random.Next(1, 9) * 200, MemoryMB = random.Next(1, 9) * 500 }));
            cluster.Register(low with { Priority = random.Next(1, 10) * 5 });
            cluster.Run($"low{i}");
        }
        var asked = (Cpu: random.Next(1, 16) * 250, Memory: random.Next(1, 16) * 500);
        var before = cluster.Live.ToList();
        cluster.Register(A.Job("high", group: group => group.Using(own => own with { CPU = asked.Cpu, MemoryMB = asked.Memory })));
        cluster.Run("high");
        var placed = cluster.Live.SingleOrDefault(alloc => alloc.JobID == "high");
        var gone = before.Where(alloc => cluster.Live.All(own => own.ID != alloc.ID)).ToList();
        Assert.Equal(cluster.Nodes.Any(node => Fits(node.ID, before.Where(alloc => alloc.Job!.Priority > 40))), placed is not null);
        if (cluster.Nodes.Any(node => Fits(node.ID, before)) || placed is null)
        {
            Assert.Empty(gone);
            return;
        }
        Assert.All(gone, alloc => Assert.True(alloc.NodeID == placed.NodeID && alloc.Job!.Priority <= 40));
        Assert.True(Fits(placed.NodeID, before.Except(gone)));
        // None of them could have stayed, and those that matter even less would not have sufficed.
        Assert.All(gone, alloc => Assert.False(Fits(placed.NodeID, before.Except(gone).Append(alloc))));
        var highest = gone.Max(alloc => alloc.Job!.Priority);
        Assert.False(Fits(placed.NodeID, before.Where(alloc => alloc.Job!.Priority >= highest)));

        bool Fits(string node, IEnumerable<Allocation> beside)
        {
            var used = beside.Where(alloc => alloc.NodeID == node).Select(alloc => alloc.AllocatedResources!.Tasks!["t"]).ToList();
            return used.Sum(own => own.Cpu.CpuShares) + asked.Cpu <= 4000 && used.Sum(own => own.Memory.MemoryMB) + asked.Memory <= 8192;
        }
    });

    private static FakeCluster Cluster(int nodes)
    {
        var cluster = new FakeCluster();
        cluster.Configuration = cluster.Configuration with { PreemptionConfig = new() { ServiceSchedulerEnabled = true } };
        cluster.Add(Enumerable.Range(0, nodes).Select(number => A.Node(number)));
        return cluster;
    }

    private static SchedulerResult Run(FakeCluster cluster, string id, int priority, int memory, string type = JobTypes.Service, int count = 1, MigrateStrategy? migrate = null, bool annotate = false)
    {
        cluster.Register(Job(id, priority, memory, type, count).Edited(group => group with { Migrate = migrate }));
        return cluster.Run(id, annotate: annotate);
    }

    private static Job Job(string id, int priority, int memory, string type = JobTypes.Service, int count = 1) =>
        A.Job(id, count, type, group => group.Using(own => own with { MemoryMB = memory })) with { Priority = priority };
}
