namespace Nomad.Scheduling.Tests.ServiceJobs;

/// <summary>Several spreads with weights, what no target names, demands of one group for itself, and memory beyond what is reserved.</summary>
public sealed class Where_groups_lie
{
    [Theory]
    [InlineData("dc2", 30, new[] { 7, 3, 0 })]
    [InlineData("*", 30, new[] { 5, 2, 3 })]
    [InlineData("", 0, new[] { 5, 2, 3 })]
    [InlineData("*", 10, new[] { 8, 1, 1 })]
    public void Targets_get_their_shares_and_each_that_none_names_the_share_of_the_rest(string other, int percent, int[] counts)
    {
        var cluster = Cluster(9);
        var targets = new List<SpreadTarget> { new() { Value = "dc1", Percent = 70 } };
        if (percent > 0)
            targets.Add(new() { Value = other, Percent = percent });
        cluster.Register(A.Job("web", 10) with { Datacenters = ["*"], Spreads = [new() { Attribute = "${node.datacenter}", Weight = 50, SpreadTarget = targets }] });
        cluster.Run("web");
        int Of(string datacenter) => cluster.Live.Count(alloc => cluster.Node(alloc.NodeID)!.Datacenter == datacenter);
        Assert.Equal((counts[0], Math.Min(counts[1], counts[2]), Math.Max(counts[1], counts[2])), (Of("dc1"), Math.Min(Of("dc2"), Of("dc3")), Math.Max(Of("dc2"), Of("dc3"))));
    }

    [Fact]
    public void The_spread_with_more_weight_decides_where_two_do_not_agree()
    {
        foreach (var (first, second) in ((int, int)[])[(100, 10), (10, 100)])
        {
            var cluster = Cluster(2);
            var job = A.Job("web", 4, group: group => group.Using(own => own with { MemoryMB = 50 }));
            cluster.Register(job with
            {
                Spreads =
                [
                    new() { Attribute = "${node.datacenter}", Weight = first, SpreadTarget = [new() { Value = "dc1", Percent = 75 }, new() { Value = "dc2", Percent = 25 }] },
                    new() { Attribute = "${attr.cpu.arch}", Weight = second, SpreadTarget = [new() { Value = "arm64", Percent = 75 }, new() { Value = "amd64", Percent = 25 }] },
                ],
            });
            cluster.Run("web");
            var inFirst = cluster.Live.Count(alloc => alloc.NodeID == "node0000");
            Assert.Equal(first > second ? 3 : 1, inFirst);
        }
    }

    [Fact]
    public void Distinctness_of_a_group_is_no_matter_of_other_groups()
    {
        foreach (var (constraint, each) in ((Constraint, int)[])[(new() { Operand = Operands.DistinctHosts }, 2), (new() { Operand = Operands.DistinctProperty, LTarget = "${meta.rack}", RTarget = "1" }, 2)])
        {
            var cluster = Cluster(2);
            var job = A.Job("web", 3, group: group => group with { Constraints = [constraint] });
            cluster.Register(job with { TaskGroups = [job.TaskGroups![0], job.TaskGroups[0] with { Name = "h" }] });
            var result = cluster.Run("web");
            foreach (var group in (string[])["g", "h"])
                Assert.Equal(each, cluster.Live.Where(alloc => alloc.TaskGroup == group).Select(alloc => alloc.NodeID).Distinct().Count());
            Assert.Equal(2 * each, cluster.Live.Count());
            Assert.Equal(["g", "h"], result.Evaluation.FailedTGAllocs!.Keys.Order());
        }
    }

    [Theory]
    [InlineData(true, 500)]
    [InlineData(false, 0)]
    public void Memory_beyond_what_is_reserved_is_given_only_where_it_may_be(bool allowed, int most)
    {
        var cluster = Cluster(1);
        cluster.Configuration = cluster.Configuration with { MemoryOversubscriptionEnabled = allowed };
        cluster.Register(A.Job("web", 1, group: group => group.Using(own => own with { MemoryMB = 100, MemoryMaxMB = 500 })));
        cluster.Run("web");
        var memory = cluster.Live.Single().AllocatedResources!.Tasks!["t"].Memory;
        Assert.Equal((100, most), (memory.MemoryMB, memory.MemoryMaxMB));
    }

    private static FakeCluster Cluster(int nodes)
    {
        var cluster = new FakeCluster();
        cluster.Add(Enumerable.Range(0, nodes).Select(number => A.Node(number, datacenter: $"dc{1 + number % 3}")));
        return cluster;
    }
}
