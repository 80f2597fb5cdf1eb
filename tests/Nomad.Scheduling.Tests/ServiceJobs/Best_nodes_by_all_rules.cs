namespace Nomad.Scheduling.Tests.ServiceJobs;

/// <summary>
/// The oracle of <see cref="Best_nodes"/> for what else makes a node better or worse: spread targets, devices that are liked and still free, work to be near
/// to or away from, and nodes on which the allocation failed before. Everything is worked out from the allocations themselves, for every node.
/// </summary>
public sealed class Best_nodes_by_all_rules
{
    [Fact]
    public void Each_choice_is_a_best_node() => Seeds.Each(100, Check);

    private static void Check(int seed)
    {
        var random = new Random(seed);
        var cluster = new FakeCluster(seed);
        cluster.Add(Enumerable.Range(0, random.Next(2, 40)).Select(number => WithDevices(random,
            A.Node(number, 500 * random.Next(2, 9), 512 * random.Next(2, 17), $"dc{random.Next(4)}"))));
        cluster.Register(A.Job("fill", random.Next(1, 9), group: group => group.Using(own => own with { CPU = 250, MemoryMB = 300 })));
        cluster.Run("fill");
        cluster.Clients();
        var job = RandomJob(random);
        for (var i = 0; i < 9; i++)
        {
            // One more, or one of those there are anew: away from where it failed, if that is as good.
            Allocation? failed = null;
            if (random.Next(2) == 0 || cluster.Live.Where(alloc => alloc.JobID == "one").ToList() is not { Count: > 0 } own)
            {
                job = cluster.Register(job.Edited(group => group with { Count = group.Count + 1 }));
            }
            else
            {
                failed = own[random.Next(own.Count)];
                cluster.Clients(alloc => alloc.ID == failed.ID ? AllocClientStatus.Failed : "");
                cluster.Pass(TimeSpan.FromHours(2));
            }
            var scores = cluster.Nodes.ToDictionary(node => node.ID, node => Score(cluster, node, job, failed));
            var before = cluster.All.Select(alloc => alloc.ID).ToHashSet();
            cluster.Run("one");
            var added = cluster.Live.Where(alloc => !before.Contains(alloc.ID)).ToList();
            cluster.Clients();
            if (scores.Values.All(double.IsNegativeInfinity))
            {
                Assert.Empty(added);
                return;
            }
            var chosen = Assert.Single(added);
            Assert.Equal(scores.Values.Max(), scores[chosen.NodeID], 9);
            // What the allocation tells of its node is what it was chosen by.
            Assert.Equal(scores[chosen.NodeID], chosen.Metrics!.ScoreMetaData!.First(own => own.NodeID == chosen.NodeID).NormScore, 9);
        }
    }

    internal static Node WithDevices(Random random, Node node) => node with
    {
        NodeResources = node.NodeResources! with
        {
            Devices = [.. Enumerable.Range(0, random.Next(3)).Select(number => new NodeDeviceResource
            {
                Vendor = "acme", Type = "gpu", Name = $"m{number}", Attributes = new Dictionary<string, DeviceAttribute> { ["memory"] = new() { Int = 4 * random.Next(1, 5), Unit = "GiB" } },
                Instances = [.. Enumerable.Range(0, random.Next(1, 4)).Select(instance => new NodeDevice { ID = $"{number}-{instance}", Healthy = random.Next(5) > 0 })],
            })],
        },
    };

    internal static Job RandomJob(Random random)
    {
        var job = A.Job("one", 0, group: group => group.Using(own => own with
        {
            CPU = random.Next(50, 400),
            MemoryMB = random.Next(50, 600),
            Devices = random.Next(3) > 0 ? null :
            [
                new RequestedDevice
                {
                    Name = "gpu", Count = (ulong)random.Next(1, 3),
                    Affinities = random.Next(3) == 0 ? null : [new() { LTarget = "${device.attr.memory}", Operand = ">=", RTarget = "8 GiB", Weight = random.Next(2) == 0 ? 60 : -60 }, new() { LTarget = "${device.model}", Operand = "=", RTarget = "m1", Weight = 20 }],
                },
            ],
        }));
        SpreadTarget[] targets = random.Next(2) == 0 ? [new() { Value = "dc0", Percent = 70 }, new() { Value = "dc1", Percent = 30 }] : [new() { Value = "dc0", Percent = 50 }];
        var even = new Spread { Attribute = "${meta.rack}", Weight = 30 };
        var near = new NearRule
        {
            Job = "fill", Attribute = random.Next(2) == 0 ? "${meta.rack}" : "", Weight = random.Next(2) == 0 ? 50 : -50, Required = random.Next(4) == 0,
        };
        return job.Edited(group => group with
        {
            Spreads = random.Next(3) switch
            {
                0 => [new() { Attribute = "${node.datacenter}", Weight = 70, SpreadTarget = targets }],
                1 => [new() { Attribute = "${node.datacenter}", Weight = 70, SpreadTarget = targets }, even],
                _ => null,
            },
            Near = random.Next(2) == 0 ? [near] : null,
            Migrate = new(),
        });
    }

    /// <summary>The score of a node for one more of a job, with <paramref name="more"/> scores in the mean; negative infinity when it has no room.</summary>
    internal static double Score(FakeCluster cluster, Node node, Job job, Allocation? failed, params double[] more)
    {
        var (group, asked) = (job.TaskGroups![0], job.TaskGroups[0].Tasks![0].Resources!);
        var onNode = cluster.Live.Where(alloc => alloc.NodeID == node.ID).ToList();
        var own = cluster.Live.Where(alloc => alloc.JobID == job.ID).ToList();
        var cpu = asked.CPU + onNode.Sum(alloc => alloc.AllocatedResources!.Tasks!["t"].Cpu.CpuShares);
        var memory = asked.MemoryMB + onNode.Sum(alloc => alloc.AllocatedResources!.Tasks!["t"].Memory.MemoryMB);
        var (devices, company) = (Devices(node, onNode, asked), Company(cluster, node, group));
        if (cpu > node.NodeResources!.Cpu.CpuShares || memory > node.NodeResources.Memory.MemoryMB || devices is null || company is null)
            return double.NegativeInfinity;
        var free = Math.Pow(10, 1 - (double)cpu / node.NodeResources.Cpu.CpuShares) + Math.Pow(10, 1 - (double)memory / node.NodeResources.Memory.MemoryMB);
        List<double> scores = [Math.Clamp(20 - free, 0, 18) / 18, .. more];
        if (onNode.Count(alloc => alloc.JobID == job.ID) is var collisions and > 0)
            scores.Add(-(collisions + 1.0) / group.Count);
        if ((asked.Devices?[0].Affinities).OrEmpty().Count > 0)
            scores.Add(devices.Value);
        if (company != 0)
            scores.Add(company.Value);
        if (failed is not null && (failed.NodeID == node.ID || (failed.RescheduleTracker?.Events).OrEmpty().Any(each => each.PrevNodeID == node.ID)))
            scores.Add(-1);
        if (group.Spreads.OrEmpty().Sum(spread => Spread(cluster, node, own, spread, group)) is var boost and not 0)
            scores.Add(boost);
        return scores.Average();
    }

    /// <summary>How much the best of the free devices are liked; null when there are too few.</summary>
    private static double? Devices(Node node, List<Allocation> onNode, Resources asked)
    {
        if (asked.Devices is not [var request])
            return 0;
        var taken = onNode.SelectMany(alloc => alloc.AllocatedResources!.Tasks!["t"].Devices.OrEmpty()).SelectMany(device => device.DeviceIDs.OrEmpty()).ToHashSet();
        var enough = node.NodeResources!.Devices.OrEmpty().Where(device => device.Instances!.Count(each => each.Healthy && !taken.Contains(each.ID)) >= (int)request.Count).ToList();
        if (enough.Count == 0)
            return null;
        return request.Affinities is null ? 0
            : enough.Max(device => ((device.Attributes!["memory"].Int >= 8 ? request.Affinities[0].Weight : 0) + (device.Name == "m1" ? 20 : 0)) / 80.0);
    }

    /// <summary>Whether the others are there, as it is wished; null when it must not be so.</summary>
    private static double? Company(FakeCluster cluster, Node node, TaskGroup group)
    {
        if (group.Near is not [var rule])
            return 0;
        var isThere = cluster.Live.Any(alloc => alloc.JobID == rule.Job && (rule.Attribute.Length == 0 ? alloc.NodeID == node.ID
            : cluster.Node(alloc.NodeID)!.Meta!["rack"] == node.Meta!["rack"]));
        if (rule.Required)
            return isThere == rule.Weight > 0 ? 0 : null;
        return isThere ? Math.Sign(rule.Weight) : 0;
    }

    private static double Spread(FakeCluster cluster, Node node, List<Allocation> own, Spread spread, TaskGroup group)
    {
        if (spread.SpreadTarget is null)
            return Best_nodes.Evenness(node, own.CountBy(alloc => cluster.Node(alloc.NodeID)!.Meta!["rack"]).ToDictionary());
        var named = spread.SpreadTarget.FirstOrDefault(target => target.Value == node.Datacenter);
        var left = 100 - spread.SpreadTarget.Sum(target => target.Percent);
        if (named is null && left == 0)
            return -1;
        var wanted = (named?.Percent ?? left) / 100.0 * group.Count;
        var used = own.Count(alloc => cluster.Node(alloc.NodeID)!.Datacenter == node.Datacenter);
        return (wanted - (used + 1)) / wanted * spread.Weight / group.Spreads!.Sum(each => each.Weight);
    }
}
