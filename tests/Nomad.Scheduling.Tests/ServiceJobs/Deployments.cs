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

    private static void Settle(FakeCluster cluster, int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            cluster.Run("web");
            cluster.Clients();
        }
    }
}
