namespace Nomad.Scheduling.Tests.ServiceJobs;

public sealed class Deployments
{
    [Fact]
    public void Never_replace_more_at_once_than_allowed_and_come_to_their_end() => Seeds.Each(100, seed =>
    {
        var random = new Random(seed);
        var cluster = new FakeCluster(seed);
        cluster.Add(Enumerable.Range(0, random.Next(2, 6)).Select(number => A.Node(number)));
        var (count, parallel) = (random.Next(1, 12), random.Next(1, 5));
        var job = A.Job("web", count, group: group => group with { Update = new() { MaxParallel = parallel } });
        cluster.Register(job);
        Settle(cluster, count + 3);
        var next = cluster.Register(job.Edited(group => group.WithEnv("2")));
        for (var round = 0; round < count / parallel + 4; round++)
        {
            cluster.Run("web", EvalTriggers.DeploymentWatcher);
            Assert.InRange(cluster.Live.Count(alloc => alloc.Job!.Version == next.Version && alloc.DeploymentStatus?.Healthy is null), 0, parallel);
            Assert.InRange(cluster.Live.Count(), count, count);
            cluster.Clients();
        }
        Assert.All(cluster.Live, alloc => Assert.Equal(next.Version, alloc.Job!.Version));
        Assert.Equal(DeploymentStatus.Successful, cluster.LatestDeployment("", "web")!.Status);
        Assert.Null(cluster.Run("web").Plan);
    });

    /// <summary>That the new version fits nowhere says nothing of the old one.</summary>
    [Fact]
    public void Canaries_without_a_place_do_not_keep_what_is_lost_from_its_own()
    {
        var cluster = new FakeCluster();
        cluster.Add(Enumerable.Range(0, 3).Select(number => A.Node(number)));
        var job = A.Job("web", 2, group: group => group with { Update = new() { MaxParallel = 1, Canary = 1 } });
        cluster.Register(job);
        Settle(cluster, 4);
        var lost = cluster.Live.First();
        cluster.Add(cluster.Node(lost.NodeID)! with { Status = NodeStatus.Down });
        cluster.Register(job.Edited(group => group.Using(own => own with { MemoryMB = 100_000 })));
        var result = cluster.Run("web");
        Assert.Equal([0UL, 0UL], cluster.Live.Select(alloc => alloc.Job!.Version));
        Assert.Single(result.Evaluation.FailedTGAllocs!);
        Assert.DoesNotContain(cluster.Live, alloc => alloc.NodeID == lost.NodeID);
    }

    /// <summary>As many canaries as allocations: the new version stands complete beside the old one, and takes its place when it is promoted.</summary>
    [Fact]
    public void Blue_and_green_stand_side_by_side_until_one_is_promoted()
    {
        var cluster = new FakeCluster();
        cluster.Add(Enumerable.Range(0, 3).Select(number => A.Node(number)));
        var job = A.Job("web", 3, group: group => group with { Update = new() { MaxParallel = 3, Canary = 3 } });
        cluster.Register(job);
        Settle(cluster, 4);
        cluster.Register(job.Edited(group => group.WithEnv("green")));
        Settle(cluster, 3);
        Assert.Equal([0, 0, 0, 1, 1, 1], cluster.Live.Select(alloc => (int)alloc.Job!.Version).Order());
        cluster.Promote();
        Settle(cluster, 3);
        Assert.Equal([1, 1, 1], cluster.Live.Select(alloc => (int)alloc.Job!.Version));
        Assert.Equal(["web.g[0]", "web.g[1]", "web.g[2]"], cluster.Live.Select(alloc => alloc.Name).Order());
    }

    private static void Settle(FakeCluster cluster, int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            cluster.Run("web");
            cluster.Clients();
        }
    }
}
