using Nomad.Model.Stats;

namespace Nomad.Model.Tests.Stats;

public sealed class Counting_and_measuring
{
    private static readonly IReadOnlyDictionary<string, string> Labels = new Dictionary<string, string> { ["host"] = "a" };

    private readonly Clock clock = new();

    [Fact]
    public void The_first_interval_is_shown_as_it_grows_and_later_ones_when_they_are_over()
    {
        var meters = new MeterSet(clock);
        meters.Count("raft.apply");
        meters.Count("raft.apply");
        Assert.Equal(2, Assert.Single(meters.Counters(Labels)).Count);
        clock.Seconds = 10;
        meters.Count("raft.apply");
        var applied = Assert.Single(meters.Counters(Labels));
        Assert.Equal(("nomad.raft.apply", 2, 2.0, 0.2, "a"), (applied.Name, applied.Count, applied.Sum, applied.Rate, applied.Labels!["host"]));
        clock.Seconds = 20;
        Assert.Equal(1, Assert.Single(meters.Counters(Labels)).Count);
        clock.Seconds = 30;
        Assert.Empty(meters.Counters(Labels));
        Assert.Equal(3, Assert.Single(meters.CounterTotals(Labels)).Sum);
    }

    [Fact]
    public void Samples_are_milliseconds_with_their_spread()
    {
        var meters = new MeterSet(clock);
        foreach (var seconds in (double[])[1, 2, 3])
        {
            var since = meters.Now();
            clock.Seconds += seconds;
            meters.Measure("nomad.plan.apply", since);
        }
        var taken = Assert.Single(meters.Samples(Labels));
        Assert.Equal((3, 6000.0, 1000.0, 3000.0, 2000.0, 1000.0, 600.0), (taken.Count, taken.Sum, taken.Min, taken.Max, taken.Mean, taken.Stddev, taken.Rate));
        Assert.Empty(meters.Counters(Labels));
    }

    [Fact]
    public void One_of_many_has_labels_and_is_forgotten_when_it_was_not_seen_for_long()
    {
        var meters = new MeterSet(clock, TimeSpan.FromSeconds(1));
        meters.Count("client.allocs.start", new Dictionary<string, string> { ["task"] = "x" });
        meters.Count("client.allocs.start", new Dictionary<string, string> { ["task"] = "y" });
        meters.Count("client.allocs.start", new Dictionary<string, string> { ["task"] = "y" });
        meters.Count("raft.apply");
        Assert.Equal([("a", "x", 1.0), ("a", "y", 2.0)], meters.Counters(Labels).Where(each => each.Name == "nomad.client.allocs.start")
            .Select(each => (each.Labels!["host"], each.Labels["task"], each.Rate)));
        clock.Seconds = 5;
        meters.Count("client.allocs.start", new Dictionary<string, string> { ["task"] = "y" });
        clock.Seconds = 8;
        Assert.Equal(["y 3", " 1"], meters.CounterTotals(Labels).Select(each => $"{each.Labels!.GetValueOrDefault("task")} {each.Count}"));
    }

    [Fact]
    public async Task Threads_that_count_at_once_lose_nothing()
    {
        var meters = new MeterSet(clock);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 1000; i++)
                meters.Count("raft.apply");
        })));
        Assert.Equal(4000, Assert.Single(meters.CounterTotals(Labels)).Count);
    }

    private sealed class Clock : TimeProvider
    {
        public double Seconds { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => (long)(Seconds * TimeSpan.TicksPerSecond);
    }
}
