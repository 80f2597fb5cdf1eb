namespace Nomad.Scheduling.Tests.ServiceJobs;

/// <summary>What one group found out about the nodes is used for the next of the same ask, and never when it is no longer so.</summary>
public sealed class Groups_that_ask_alike
{
    private const int Nodes = 200;
    private const int PerNode = 4;

    private static Job Job(int groups, int cpu) => A.Job("many") with
    {
        TaskGroups = [.. Enumerable.Range(0, groups).Select(number => A.Group(1, cpu) with { Name = $"g{number}" })],
    };

    [Fact]
    public void They_fill_one_node_after_the_other()
    {
        var cluster = new FakeCluster();
        cluster.Add(Enumerable.Range(0, Nodes).Select(number => A.Node(number)));
        cluster.Register(Job(PerNode * 30, 4000 / PerNode));
        cluster.Run("many");
        Assert.Equal(PerNode * 30, cluster.Live.Count());
        Assert.All(cluster.Live.GroupBy(alloc => alloc.NodeID), own => Assert.Equal(PerNode, own.Count()));
    }

    [Fact]
    public void They_fill_a_cluster_exactly()
    {
        var cluster = new FakeCluster();
        cluster.Add(Enumerable.Range(0, Nodes).Select(number => A.Node(number)));
        cluster.Register(Job(PerNode * Nodes + 5, 4000 / PerNode));
        cluster.Run("many");
        Assert.Equal(PerNode * Nodes, cluster.Live.Count());
        Assert.All(cluster.Live.GroupBy(alloc => alloc.NodeID), own => Assert.Equal(PerNode, own.Count()));
    }

    [Fact]
    public void Spread_out_they_take_the_emptiest_each_time()
    {
        var cluster = new FakeCluster { Configuration = new() { SchedulerAlgorithm = SchedulerAlgorithms.Spread } };
        cluster.Add(Enumerable.Range(0, Nodes).Select(number => A.Node(number)));
        cluster.Register(Job(Nodes * 2, 100));
        cluster.Run("many");
        Assert.All(cluster.Live.GroupBy(alloc => alloc.NodeID), own => Assert.Equal(2, own.Count()));
        Assert.Equal(Nodes, cluster.Live.Select(alloc => alloc.NodeID).Distinct().Count());
    }
}
