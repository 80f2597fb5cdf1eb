namespace Nomad.Scheduling.Tests.ServiceJobs;

/// <summary>
/// An oracle that tries every node the slow way: fit, anti-affinity, affinity, spread, constraints and distinctness worked out from the
/// allocations themselves. The scheduler's choice must be one of the best, each time, while a job fills up.
/// </summary>
public sealed class Best_nodes
{
    [Fact]
    public void Each_choice_is_a_best_node() => Seeds.Each(200, Check);

    private static void Check(int seed)
    {
        var random = new Random(seed);
        var cluster = new FakeCluster(seed) { Configuration = new() { SchedulerAlgorithm = random.Next(3) == 0 ? SchedulerAlgorithms.Spread : SchedulerAlgorithms.Binpack } };
        cluster.Add(Enumerable.Range(0, random.Next(1, 150)).Select(number =>
            A.Node(number, 500 * random.Next(1, 9), 512 * random.Next(1, 17), $"dc{random.Next(3)}") with { SchedulingEligibility = random.Next(9) == 0 ? NodeEligibility.Ineligible : NodeEligibility.Eligible }));
        cluster.Register(A.Job("fill", random.Next(1, 30), group: group => group.Using(own => own with { CPU = 250, MemoryMB = 300 })));
        cluster.Run("fill");
        var asked = (Cpu: random.Next(50, 600), Memory: random.Next(50, 900));
        var job = A.Job("one", 0, group: group => group.Using(own => own with { CPU = asked.Cpu, MemoryMB = asked.Memory })) with
        {
            Constraints = random.Next(3) switch
            {
                0 => [new() { LTarget = "${attr.cpu.arch}", Operand = "=", RTarget = "amd64" }],
                1 => [new() { Operand = "distinct_hosts", RTarget = "true" }],
                _ => null,
            },
            Affinities = random.Next(2) == 0 ? null : [new() { LTarget = "${node.datacenter}", Operand = "=", RTarget = "dc1", Weight = random.Next(2) == 0 ? 50 : -50 }],
            Spreads = random.Next(2) == 0 ? null : [new() { Attribute = "${meta.rack}", Weight = 50 }],
        };
        // One more each time: every placement is compared with all nodes as they were before it.
        for (var count = 1; count <= 6; count++)
        {
            job = cluster.Register(job.Edited(group => group with { Count = count }));
            var scores = cluster.Nodes.ToDictionary(node => node.ID, node => Score(cluster, node, job));
            var before = cluster.Live.Select(alloc => alloc.ID).ToHashSet();
            cluster.Run("one");
            var added = cluster.Live.Where(alloc => !before.Contains(alloc.ID)).ToList();
            if (scores.Values.All(double.IsNegativeInfinity))
            {
                Assert.Empty(added);
                return;
            }
            var chosen = Assert.Single(added);
            Assert.Equal(scores.Values.Max(), scores[chosen.NodeID], 9);
        }
    }

    private static double Score(FakeCluster cluster, Node node, Job job)
    {
        var asked = job.TaskGroups![0].Tasks![0].Resources!;
        var own = cluster.Live.Where(alloc => alloc.JobID == job.ID).ToList();
        var onNode = cluster.Live.Where(alloc => alloc.NodeID == node.ID).ToList();
        var cpu = asked.CPU + onNode.Sum(alloc => alloc.AllocatedResources!.Tasks!["t"].Cpu.CpuShares);
        var memory = asked.MemoryMB + onNode.Sum(alloc => alloc.AllocatedResources!.Tasks!["t"].Memory.MemoryMB);
        var collisions = onNode.Count(alloc => alloc.JobID == job.ID);
        var constraint = job.Constraints?[0];
        if (node.SchedulingEligibility == NodeEligibility.Ineligible || cpu > node.NodeResources!.Cpu.CpuShares || memory > node.NodeResources.Memory.MemoryMB
            || (constraint?.Operand == "=" && node.Attributes!["cpu.arch"] != constraint.RTarget) || (constraint?.Operand == "distinct_hosts" && collisions > 0))
            return double.NegativeInfinity;
        var free = Math.Pow(10, 1 - (double)cpu / node.NodeResources.Cpu.CpuShares) + Math.Pow(10, 1 - (double)memory / node.NodeResources.Memory.MemoryMB);
        var scores = new List<double> { Math.Clamp(cluster.Configuration.SchedulerAlgorithm == SchedulerAlgorithms.Spread ? free - 2 : 20 - free, 0, 18) / 18 };
        if (collisions > 0)
            scores.Add(-(collisions + 1.0) / job.TaskGroups[0].Count);
        if (job.Affinities is [var affinity] && node.Datacenter == affinity.RTarget)
            scores.Add(Math.Sign(affinity.Weight));
        if (job.Spreads is not null && Evenness(node, own.CountBy(alloc => cluster.Node(alloc.NodeID)!.Meta!["rack"]).ToDictionary()) is var spread and not 0)
            scores.Add(spread);
        return scores.Average();
    }

    /// <summary>An even spread: racks with fewer allocations than the others first.</summary>
    public static double Evenness(Node node, Dictionary<string, int> used)
    {
        if (used.Count == 0)
            return 0;
        var (min, max, here) = (used.Values.Min(), used.Values.Max(), used.GetValueOrDefault(node.Meta!["rack"]));
        if (here == 0)
            return 1;
        if (here != min)
            return (double)(min - here) / min;
        return min == max ? -1 : (double)(max - min) / min;
    }
}
