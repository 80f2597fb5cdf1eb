namespace Nomad.Scheduling.Tests.ServiceJobs;

/// <summary>A running task takes over when it runs of its allocation, but then the allocation needs another amount at one time.</summary>
public sealed class Tasks_in_another_order
{
    [Fact]
    public void What_fits_is_changed_in_place_and_counted_by_what_it_needs_now()
    {
        var cluster = Cluster(memory: 1000);
        Register(cluster, LifecycleHooks.Prestart);
        cluster.Run("web");
        var alloc = cluster.Live.Single();
        Assert.Equal(300, ComparableResources.Of(alloc.AllocatedResources!).MemoryMB);
        Register(cluster, "");
        cluster.Run("web");
        var changed = cluster.Live.Single();
        Assert.Equal((alloc.ID, 600L), (changed.ID, ComparableResources.Of(changed.AllocatedResources!).MemoryMB));
        cluster.Register(A.Job("other", 2, group: group => group.Using(own => own with { MemoryMB = 300 })));
        cluster.Run("other");
        Assert.Equal(2, cluster.Live.Count());
    }

    [Fact]
    public void What_does_not_fit_is_placed_anew()
    {
        var cluster = Cluster(memory: 500);
        Register(cluster, LifecycleHooks.Prestart);
        cluster.Run("web");
        var alloc = cluster.Live.Single();
        Register(cluster, "");
        var result = cluster.Run("web");
        // It runs on as it is until there is room for it as it shall be.
        Assert.Equal((alloc.ID, 1), (cluster.Live.Single().ID, result.Evaluation.QueuedAllocations!["g"]));
        cluster.Add(A.Node(1, memory: 1000));
        cluster.Run(result.Blocked.Single());
        Assert.Equal("node0001", cluster.Live.Single().NodeID);
    }

    [Fact]
    public void Of_several_on_one_node_only_those_that_fit_together_are_changed_in_place()
    {
        var cluster = Cluster(memory: 1000);
        Register(cluster, LifecycleHooks.Prestart, count: 3);
        cluster.Run("web");
        Assert.Equal(3, cluster.Live.Count());
        Register(cluster, "", count: 3);
        cluster.Run("web");
        Assert.True(cluster.Live.Sum(alloc => ComparableResources.Of(alloc.AllocatedResources!).MemoryMB) <= 1000);
    }

    private static FakeCluster Cluster(int memory)
    {
        var cluster = new FakeCluster();
        cluster.Add(A.Node(0, memory: memory));
        return cluster;
    }

    private static void Register(FakeCluster cluster, string hook, int count = 1) => cluster.Register(A.Job("web", count, group: group => group with
    {
        Tasks =
        [
            group.Tasks![0] with { Resources = new() { CPU = 100, MemoryMB = 300 } },
            group.Tasks![0] with { Name = "first", Resources = new() { CPU = 100, MemoryMB = 300 }, Lifecycle = hook.Length > 0 ? new() { Hook = hook } : null },
        ],
    }));
}
