namespace Nomad.Scheduling.Tests.ServiceJobs;

public sealed class Cores_of_one_memory_node
{
    private static Job Wanting(string id, int cores, string affinity) =>
        A.Job(id, group: group => group.Using(own => own with { CPU = 0, Cores = cores, NUMA = new NUMA { Affinity = affinity } }));

    private static int[][] Place(FakeCluster cluster, params Job[] jobs)
    {
        foreach (var job in jobs)
        {
            cluster.Register(job);
            cluster.Run(job.ID);
        }
        return [.. jobs.Select(job => cluster.Live.Where(alloc => alloc.JobID == job.ID).SelectMany(alloc => alloc.AllocatedResources!.Tasks!["t"].Cpu.ReservedCores!).ToArray())];
    }

    [Theory]
    [InlineData(NumaAffinities.None, new[] { 0, 1, 2 })]
    [InlineData(NumaAffinities.Prefer, new[] { 0, 2, 4 })]
    [InlineData(NumaAffinities.Require, new[] { 0, 2, 4 })]
    public void Who_asks_for_it_gets_cores_of_one_node(string affinity, int[] expected)
    {
        var cluster = new FakeCluster();
        cluster.Add(A.Machine(0, 0, 1, 0, 1, 0, 1, 0, 1));
        Assert.Equal(expected, Place(cluster, Wanting("a", 3, affinity))[0]);
    }

    [Fact]
    public void The_node_with_the_least_left_over_is_taken_and_later_ones_find_the_other_whole()
    {
        var cluster = new FakeCluster();
        cluster.Add(A.Machine(0, 0, 1, 0, 1, 0, 1, 0, 1));
        var placed = Place(cluster, Wanting("a", 3, "require"), Wanting("b", 1, "require"), Wanting("c", 4, "require"));
        Assert.Equal([[0, 2, 4], [6], [1, 3, 5, 7]], placed);
    }

    [Fact]
    public void Who_insists_waits_when_no_machine_has_enough_on_one_node_and_who_prefers_does_not()
    {
        var cluster = new FakeCluster();
        cluster.Add(A.Machine(0, 0, 1, 0, 1, 0, 1, 0, 1));
        cluster.Register(Wanting("strict", 5, "require"));
        var waiting = cluster.Run("strict");
        Assert.Empty(cluster.Live);
        Assert.Equal(1, waiting.Evaluation.FailedTGAllocs!["g"].DimensionExhausted!["numa-cores"]);
        Assert.Equal([0, 1, 2, 4, 6], Place(cluster, Wanting("mild", 5, "prefer"))[0]);
    }

    [Fact]
    public void A_machine_that_has_them_together_is_found_among_others()
    {
        var cluster = new FakeCluster();
        cluster.Add(A.Machine(0, 0, 1, 0, 1), A.Machine(1, 0, 0, 1, 1, 1, 1), A.Machine(2, 0, 1, 0, 1));
        Assert.Equal([2, 3, 4, 5], Place(cluster, Wanting("a", 4, "require"))[0]);
    }

    [Fact]
    public void Cores_that_must_lie_on_several_nodes_lie_on_near_ones()
    {
        var cluster = new FakeCluster();
        cluster.Add(A.Machine(0, 0, 0, 2, 2, 1, 1));
        Assert.Equal([0, 1, 4], Place(cluster, Wanting("a", 3, "prefer"))[0]);
    }
}
