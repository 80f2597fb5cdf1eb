namespace Nomad.Scheduling.Tests.ServiceJobs;

/// <summary>A node pool may have another algorithm, and its own word about memory oversubscription.</summary>
public sealed class Pools_with_a_configuration
{
    [Theory]
    [InlineData("default", 1)]
    [InlineData("wide", 3)]
    public void One_pool_packs_and_another_spreads(string pool, int nodes)
    {
        var cluster = Cluster(pool);
        cluster.OfPools["wide"] = cluster.Configuration with { SchedulerAlgorithm = SchedulerAlgorithms.Spread };
        for (var i = 0; i < 3; i++)
        {
            cluster.Register(A.Job($"web{i}") with { NodePool = pool });
            cluster.Run($"web{i}");
        }
        Assert.Equal(nodes, cluster.Live.Select(alloc => alloc.NodeID).Distinct().Count());
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 500)]
    public void Memory_beyond_the_reservation_is_given_where_the_pool_allows_it(bool allowed, long most)
    {
        var cluster = Cluster("wide");
        cluster.OfPools["wide"] = cluster.Configuration with { MemoryOversubscriptionEnabled = allowed };
        cluster.Register(A.Job("web", 1, group: group => group.Using(own => own with { MemoryMB = 100, MemoryMaxMB = 500 })) with { NodePool = "wide" });
        cluster.Run("web");
        Assert.Equal(most, cluster.Live.Single().AllocatedResources!.Tasks!["t"].Memory.MemoryMaxMB);
    }

    private static FakeCluster Cluster(string pool)
    {
        var cluster = new FakeCluster();
        cluster.Add(Enumerable.Range(0, 3).Select(number => A.Node(number, pool: pool)));
        return cluster;
    }
}
