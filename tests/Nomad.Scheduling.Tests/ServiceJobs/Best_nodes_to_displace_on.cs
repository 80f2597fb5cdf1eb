namespace Nomad.Scheduling.Tests.ServiceJobs;

/// <summary>
/// Where something must go: whom each node would lose is seen by letting the scheduler choose on that node alone; which of the nodes is then the best is
/// worked out from the allocations that would be left, by all rules.
/// </summary>
public sealed class Best_nodes_to_displace_on
{
    [Fact]
    public void Each_choice_is_a_best_node()
    {
        var displaced = 0;
        Seeds.Each(150, seed => displaced += Check(seed) ? 1 : 0);
        // Else the seeds show something else.
        Assert.InRange(displaced, 50, int.MaxValue);
    }

    private static bool Check(int seed)
    {
        var world = new World(seed);
        var wasThere = world.Cluster.Nodes.ToDictionary(node => node.ID, node => Best_nodes_by_all_rules.Score(world.Cluster, node, world.Job, world.Failed));
        world.Cluster.Run("one");
        var placed = world.Added();
        if (wasThere.Values.Any(score => !double.IsNegativeInfinity(score)))
        {
            Assert.Empty(world.Displaced());
            return false;
        }
        var scores = world.Cluster.Nodes.ToDictionary(node => node.ID, node => ScoreWithout(seed, node));
        Assert.Equal(scores.Values.All(double.IsNegativeInfinity), placed is null);
        if (placed is null)
            return false;
        Assert.Equal(scores.Values.Max(), scores[placed.NodeID], 9);
        Assert.All(world.Displaced(), alloc => Assert.Equal(placed.NodeID, alloc.NodeID));
        var told = placed.Metrics!.ScoreMetaData![0];
        Assert.Equal(placed.NodeID, told.NodeID);
        Assert.Equal(scores[placed.NodeID], told.NormScore, 9);
        return true;
    }

    private static double ScoreWithout(int seed, Node node)
    {
        var alone = new World(seed);
        alone.Cluster.Add(alone.Cluster.Nodes.Where(other => other.ID != node.ID).Select(other => other with { SchedulingEligibility = NodeEligibility.Ineligible }).ToList());
        alone.Cluster.Run("one");
        if (alone.Added() is null)
            return double.NegativeInfinity;
        var victims = alone.Displaced();
        var left = new World(seed);
        foreach (var victim in victims)
            left.Cluster.Change(left.Cluster.Allocation(victim.ID)! with { DesiredStatus = AllocDesiredStatus.Evict });
        var highest = victims.Max(victim => victim.Job!.Priority);
        var net = highest + victims.Sum(victim => victim.Job!.Priority) / (double)highest;
        return Best_nodes_by_all_rules.Score(left.Cluster, left.Cluster.Node(node.ID)!, left.Job, left.Failed, 1 / (1 + Math.Exp(0.0048 * (net - 2048))));
    }

    /// <summary>Nodes full of work that matters little, and a job that wants one more; the same for a seed each time.</summary>
    private sealed class World
    {
        private readonly HashSet<string> before;

        public World(int seed)
        {
            var random = new Random(seed);
            Cluster = new FakeCluster(seed);
            Cluster.Configuration = Cluster.Configuration with { PreemptionConfig = new() { ServiceSchedulerEnabled = true } };
            Cluster.Add(Enumerable.Range(0, random.Next(2, 7)).Select(number => Best_nodes_by_all_rules.WithDevices(random,
                A.Node(number, 500 * random.Next(2, 5), 512 * random.Next(2, 6), $"dc{random.Next(4)}"))).ToList());
            Fill(A.Job("fill", random.Next(1, 4)) with { Priority = 20 });
            var wishes = Best_nodes_by_all_rules.RandomJob(random);
            wishes = wishes with { Priority = 90 };
            // Who is to be far away may be displaced, which the scores of the others do not know yet.
            wishes = wishes.Edited(group => group with { Near = group.Near is null ? null : [group.Near[0] with { Weight = 50 }] });
            var count = random.Next(3);
            Fill(wishes.Edited(group => group with { Count = count }));
            for (var i = 0; i < 12; i++)
            {
                var (cpu, memory, devices) = (random.Next(1, 9) * 75, random.Next(1, 9) * 90, random.Next(4));
                var low = A.Job($"low{i}", random.Next(1, 4), group: group => group.Using(own => own with { CPU = cpu, MemoryMB = memory, Devices = devices == 0 ? [new() { Name = "gpu", Count = 1 }] : null }));
                Fill(low with { Priority = random.Next(1, 9) * 5 });
            }
            var own = Cluster.Live.Where(alloc => alloc.JobID == "one").ToList();
            if (own.Count > 0 && random.Next(2) == 0)
            {
                Failed = own[random.Next(own.Count)];
                Cluster.Clients(alloc => alloc.ID == Failed.ID ? AllocClientStatus.Failed : "");
                Cluster.Pass(TimeSpan.FromHours(2));
                // What it left is taken, too.
                Fill(A.Job("late", 9, group: group => group.Using(each => each with { CPU = 50, MemoryMB = 50 })) with { Priority = 15 });
                Job = Cluster.Job("default", "one")!;
            }
            else
            {
                Job = Cluster.Register(wishes.Edited(group => group with { Count = own.Count + 1 }));
            }
            before = [.. Cluster.All.Select(alloc => alloc.ID)];
        }

        public FakeCluster Cluster { get; }

        public Job Job { get; }

        /// <summary>The one that is to be placed anew; null when one more is wanted.</summary>
        public Allocation? Failed { get; }

        public Allocation? Added() => Cluster.Live.SingleOrDefault(alloc => !before.Contains(alloc.ID));

        public List<Allocation> Displaced() => [.. Cluster.All.Where(alloc => alloc.DesiredStatus == AllocDesiredStatus.Evict && alloc.PreemptedByAllocation.Length > 0
            && Cluster.Allocation(alloc.PreemptedByAllocation) is { } by && !before.Contains(by.ID))];

        private void Fill(Job job)
        {
            Cluster.Register(job);
            Cluster.Run(job.ID);
            Cluster.Clients();
        }
    }
}
