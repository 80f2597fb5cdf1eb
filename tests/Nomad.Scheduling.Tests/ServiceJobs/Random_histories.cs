namespace Nomad.Scheduling.Tests.ServiceJobs;

/// <summary>Random nodes, jobs and events: what must never happen does not, and when nothing happens any more all that fits is placed.</summary>
public sealed class Random_histories
{
    [Fact]
    public void No_node_is_over_capacity_no_name_lives_twice_and_all_comes_to_rest() =>
        Seeds.Each(1500, seed => Live(seed, JobTypes.Service));

    [Fact]
    public void Batch_jobs_too() => Seeds.Each(1500, seed => Live(seed, JobTypes.Batch));

    [Fact]
    public void Also_when_nodes_go_out_of_contact_and_come_back() => Seeds.Each(1500, seed => Live(seed, JobTypes.Service, outOfContact: true));

    [Fact]
    public void And_with_batch_jobs_on_them() => Seeds.Each(1500, seed => Live(seed, JobTypes.Batch, outOfContact: true));

    [Fact]
    public void The_best_node_of_all_is_chosen() => Seeds.Each(100, seed =>
    {
        var random = new Random(seed);
        var cluster = new FakeCluster(seed);
        cluster.Add(Enumerable.Range(0, random.Next(2, 120)).Select(number => A.Node(number, 1000 * random.Next(1, 5), 1024 * random.Next(1, 9))));
        cluster.Register(A.Job("fill", random.Next(1, 20), group: group => group.Using(own => own with { CPU = 300, MemoryMB = 500 })));
        cluster.Run("fill");
        cluster.Register(A.Job("one", 1, group: group => group.Using(own => own with { CPU = random.Next(100, 900), MemoryMB = random.Next(100, 900) })));
        var best = cluster.Nodes.Max(node => Score(cluster, node, cluster.Job("", "one")!));
        cluster.Run("one");
        var chosen = cluster.Live.SingleOrDefault(alloc => alloc.JobID == "one");
        if (chosen is null)
            Assert.True(double.IsNegativeInfinity(best));
        else
            Assert.Equal(best, chosen.Metrics!.ScoreMetaData![0].NormScore, 9);
    });

    /// <summary>The same score worked out the long way.</summary>
    private static double Score(FakeCluster cluster, Node node, Job job)
    {
        var asked = job.TaskGroups![0].Tasks![0].Resources!;
        var used = cluster.AllocationsOfNode(node.ID).Select(alloc => alloc.AllocatedResources!.Tasks!["t"]).ToList();
        var cpu = asked.CPU + used.Sum(own => own.Cpu.CpuShares);
        var memory = asked.MemoryMB + used.Sum(own => own.Memory.MemoryMB);
        if (cpu > node.NodeResources!.Cpu.CpuShares || memory > node.NodeResources.Memory.MemoryMB)
            return double.NegativeInfinity;
        var total = Math.Pow(10, 1 - (double)cpu / node.NodeResources.Cpu.CpuShares) + Math.Pow(10, 1 - (double)memory / node.NodeResources.Memory.MemoryMB);
        return Math.Clamp(20 - total, 0, 18) / 18;
    }

    private static void Live(int seed, string type, bool outOfContact = false)
    {
        var random = new Random(seed);
        var cluster = new FakeCluster(seed);
        var size = random.Next(1, 8);
        cluster.Add(Enumerable.Range(0, size).Select(number => A.Node(number, 1000, 2000)));
        for (var step = 0; step < 25; step++)
        {
            if (outOfContact && random.Next(4) == 0)
                Contact(cluster, random, cluster.Nodes.ElementAt(random.Next(size)), random.Next(2) == 0);
            Happen(cluster, random, size, outOfContact ? job => Disconnectable(job, random) : job => job, type);
            Safe(cluster);
        }
        foreach (var node in outOfContact ? cluster.Nodes.ToList() : [])
            Contact(cluster, random, node, lost: false);
        for (var round = 0; round < 30; round++)
        {
            cluster.Pass(TimeSpan.FromHours(2));
            cluster.Clients();
            var changed = false;
            foreach (var id in (string[])["a", "b"])
                if (cluster.Job("", id) is not null)
                    changed |= cluster.Run(id).Plan is not null;
            Safe(cluster);
            if (!changed && cluster.All.All(alloc => alloc.ClientStatus != AllocClientStatus.Pending))
            {
                Rested(cluster);
                return;
            }
        }
        Assert.Fail($"seed {seed} does not come to rest: {string.Join(", ", cluster.All.Where(alloc => alloc.ClientStatus != AllocClientStatus.Complete).Select(alloc => $"{alloc.Name} v{alloc.Job!.Version} {alloc.DesiredStatus} {alloc.ClientStatus} {alloc.DesiredDescription}"))}");
    }

    /// <summary>What a job asks for runs, or has ended well, or its evaluation says what there is no room for.</summary>
    private static void Rested(FakeCluster cluster)
    {
        foreach (var job in cluster.Jobs.Where(job => !job.Stop))
        {
            var there = cluster.AllocationsOfJob("default", job.ID).Count(alloc => alloc.DeploymentStatus?.Canary != true
                && (alloc.DesiredStatus == AllocDesiredStatus.Run ? !AllocClientStatus.IsTerminal(alloc.ClientStatus) || EndedWell(alloc, job) : alloc.NextAllocation.Length == 0 && EndedWell(alloc, job)));
            var waits = cluster.LatestDeployment("", job.ID) is { Status: DeploymentStatus.Running or DeploymentStatus.Paused or DeploymentStatus.Failed };
            Assert.True(there >= job.TaskGroups![0].Count || waits || cluster.Run(job.ID).Evaluation.FailedTGAllocs.OrEmpty().Count > 0,
                $"{job.ID} has {there} of {job.TaskGroups[0].Count}");
        }
    }

    private static bool EndedWell(Allocation alloc, Job job) =>
        job.Type == JobTypes.Batch && alloc.ClientStatus == AllocClientStatus.Complete && alloc.Job!.Version == job.Version;

    private static Job Disconnectable(Job job, Random random)
    {
        string[] strategies = ["", ReconcileStrategies.KeepOriginal, ReconcileStrategies.KeepReplacement, ReconcileStrategies.BestScore, ReconcileStrategies.LongestRunning];
        var block = new DisconnectStrategy { LostAfter = TimeSpan.FromHours(random.Next(1, 20)), Replace = random.Next(3) > 0, Reconcile = strategies[random.Next(strategies.Length)] };
        return random.Next(4) == 0 ? job : job.Edited(group => group with { Disconnect = block });
    }

    /// <summary>A node is lost from sight, or is back and says that what was thought unknown runs.</summary>
    private static void Contact(FakeCluster cluster, Random random, Node node, bool lost)
    {
        cluster.Add(node with { Status = lost ? NodeStatus.Disconnected : NodeStatus.Ready });
        if (!lost)
            foreach (var alloc in cluster.AllocationsOfNode(node.ID).Where(alloc => alloc.ClientStatus == AllocClientStatus.Unknown).ToList())
                cluster.Change(alloc with { ClientStatus = random.Next(4) == 0 ? AllocClientStatus.Failed : AllocClientStatus.Running });
        foreach (var job in cluster.Jobs.ToList())
            cluster.Run(job.ID, EvalTriggers.NodeUpdate);
    }

    private static void Happen(FakeCluster cluster, Random random, int size, Func<Job, Job> made, string type)
    {
        var id = random.Next(2) == 0 ? "a" : "b";
        switch (random.Next(8))
        {
            case 0:
                cluster.Register(made(A.Job(id, random.Next(0, 8), type, group => group.WithEnv(random.Next(3).ToString()) with
                {
                    Update = type == JobTypes.Service && random.Next(3) > 0 ? new() { MaxParallel = random.Next(1, 4), Canary = random.Next(0, 3) } : null,
                })));
                break;
            case 1:
                var node = A.Node(random.Next(size), 1000, 2000);
                cluster.Add(node with { Status = random.Next(3) == 0 ? NodeStatus.Down : NodeStatus.Ready });
                break;
            case 2:
                cluster.Clients(_ => random.Next(4) == 0 ? AllocClientStatus.Failed : type == JobTypes.Batch && random.Next(4) == 0 ? AllocClientStatus.Complete : "");
                break;
            case 3:
                cluster.Clients();
                break;
            case 4 when cluster.LatestDeployment("", id) is { Status: DeploymentStatus.Running } last && cluster.All.Any(alloc => alloc.DeploymentID == last.ID && alloc.DeploymentStatus?.Canary == true):
                if (ReferenceEquals(cluster.LatestDeployment("", "a") ?? last, last) || id == "b")
                    cluster.Clients();
                break;
            case 5:
                foreach (var alloc in cluster.Live.Where(_ => random.Next(4) == 0).ToList())
                    cluster.Change(alloc with { DesiredTransition = new() { Migrate = true } });
                break;
            case 6 when cluster.Job("", id) is { } job:
                cluster.Register(job with { Stop = random.Next(3) == 0 });
                break;
        }
        if (cluster.Job("", id) is not null)
            cluster.Run(id);
    }

    private static void Safe(FakeCluster cluster)
    {
        foreach (var node in cluster.Nodes)
            Assert.True(NodeFit.Check(node, cluster.Live.Where(alloc => alloc.NodeID == node.ID)).Fits, $"{node.ID} is over capacity");
        foreach (var twins in cluster.Live.Where(alloc => alloc.DeploymentStatus?.Canary != true && alloc.ClientStatus != AllocClientStatus.Unknown).GroupBy(alloc => (alloc.JobID, alloc.Name)))
            Assert.True(twins.Count() == 1, $"{twins.Key} lives {twins.Count()} times");
        foreach (var done in cluster.All.Where(alloc => alloc.DesiredStatus == AllocDesiredStatus.Run && EndedWell(alloc, cluster.Job("", alloc.JobID)!)
            && cluster.Allocation(alloc.NextAllocation) is null or { DesiredStatus: not AllocDesiredStatus.Run, NextAllocation: "" }))
            Assert.False(cluster.Live.Any(alloc => alloc.JobID == done.JobID && alloc.Name == done.Name && alloc.Job!.Version == done.Job!.Version && alloc.CreateIndex > done.ModifyIndex),
                $"{done.Name} runs again");
        foreach (var job in cluster.Live.GroupBy(alloc => alloc.JobID))
            Assert.False(cluster.Job("", job.Key)!.Stop && job.Any(alloc => alloc.CreateIndex > cluster.Job("", job.Key)!.ModifyIndex), "a stopped job placed something");
    }
}
