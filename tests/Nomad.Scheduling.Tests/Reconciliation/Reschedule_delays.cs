namespace Nomad.Scheduling.Tests.Reconciliation;

/// <summary>How long a group that fails again and again waits for its next allocation, how often it gets one, and what is remembered.</summary>
public sealed class Reschedule_delays
{
    [Theory]
    [InlineData(DelayFunctions.Constant, 0, new[] { 30, 30, 30, 30, 30 })]
    [InlineData(DelayFunctions.Exponential, 0, new[] { 30, 60, 120, 240, 480, 960 })]
    [InlineData(DelayFunctions.Exponential, 200, new[] { 30, 60, 120, 200, 200 })]
    [InlineData(DelayFunctions.Fibonacci, 0, new[] { 30, 30, 60, 90, 150, 240, 390 })]
    [InlineData(DelayFunctions.Fibonacci, 100, new[] { 30, 30, 60, 90, 100 })]
    public void Each_delay_follows_from_those_before(string function, int most, int[] seconds)
    {
        var cluster = Cluster(new() { Unlimited = true, Delay = TimeSpan.FromSeconds(30), DelayFunction = function, MaxDelay = TimeSpan.FromSeconds(most) });
        foreach (var delay in seconds)
        {
            Assert.Equal(TimeSpan.FromSeconds(delay), Fail(cluster, TimeSpan.Zero));
            Assert.Equal(TimeSpan.FromSeconds(delay), cluster.Live.Single().RescheduleTracker!.Events![^1].Delay.ToTimeSpan());
        }
        // The five before it and its own.
        Assert.Equal(Math.Min(6, seconds.Length), cluster.Live.Single().RescheduleTracker!.Events!.Count);
    }

    [Fact]
    public void After_a_calm_longer_than_the_longest_delay_it_begins_anew()
    {
        var cluster = Cluster(new() { Unlimited = true, Delay = TimeSpan.FromSeconds(30), DelayFunction = DelayFunctions.Exponential, MaxDelay = TimeSpan.FromSeconds(100) });
        foreach (var (calm, delay) in ((int, int)[])[(0, 30), (0, 60), (0, 100), (90, 100), (101, 30), (0, 60)])
            Assert.Equal(TimeSpan.FromSeconds(delay), Fail(cluster, TimeSpan.FromSeconds(calm)));
    }

    [Fact]
    public void Only_so_many_attempts_are_made_within_an_interval()
    {
        var cluster = Cluster(new() { Attempts = 2, Interval = TimeSpan.FromMinutes(10), Delay = TimeSpan.FromSeconds(30), DelayFunction = DelayFunctions.Constant });
        Assert.NotNull(Fail(cluster, TimeSpan.Zero));
        Assert.NotNull(Fail(cluster, TimeSpan.Zero));
        Assert.Null(Fail(cluster, TimeSpan.Zero));
        Assert.Empty(cluster.Live);
    }

    [Fact]
    public void Attempts_of_an_interval_that_has_passed_do_not_count()
    {
        var cluster = Cluster(new() { Attempts = 2, Interval = TimeSpan.FromMinutes(10), Delay = TimeSpan.FromSeconds(30), DelayFunction = DelayFunctions.Constant });
        for (var i = 0; i < 4; i++)
            Assert.Equal(TimeSpan.FromSeconds(30), Fail(cluster, TimeSpan.FromMinutes(6)));
        Assert.Equal(2, cluster.Live.Single().RescheduleTracker!.Events!.Count);
    }

    // Runs for a while and fails; after the delay, which is given, it runs again. Null when it does not.
    private static TimeSpan? Fail(FakeCluster cluster, TimeSpan after)
    {
        cluster.Clients();
        cluster.Pass(after);
        cluster.Clients(_ => AllocClientStatus.Failed);
        var result = cluster.Run("web", EvalTriggers.AllocFailure);
        if (result.FollowUps is not [var later])
            return null;
        var delay = later.WaitUntil - cluster.Context.Now;
        cluster.Pass(delay);
        cluster.Run(later);
        return delay;
    }

    private static FakeCluster Cluster(ReschedulePolicy policy)
    {
        var cluster = new FakeCluster();
        cluster.Add(A.Node(0), A.Node(1));
        cluster.Register(A.Job("web", 1, group: group => group with { ReschedulePolicy = policy }));
        cluster.Run("web");
        return cluster;
    }
}
