namespace Nomad.Server.Tests;

public sealed class StoredDeadlinesTests
{
    private static readonly TimeSpan Given = TimeSpan.FromMinutes(10);

    private readonly Clock clock = new();
    private readonly StoredDeadlines deadlines;

    public StoredDeadlinesTests() => deadlines = new StoredDeadlines(new ServerPorts { Time = clock });

    [Theory]
    [InlineData(2)]
    [InlineData(-30)]
    public void A_clock_that_is_set_neither_shortens_nor_lengthens_a_deadline(int hours)
    {
        var stored = clock.GetUtcNow() + Given;
        Assert.Equal(Given, deadlines.Left("a", "web", stored, Given));
        clock.Pass(TimeSpan.FromMinutes(4));
        clock.Set(TimeSpan.FromHours(hours));
        Assert.Equal(TimeSpan.FromMinutes(6), deadlines.Left("a", "web", stored, Given));
        // Another part, and another deadline of the same part, are counted from where they are first seen.
        Assert.Equal(Given, deadlines.Left("a", "db", clock.GetUtcNow() + Given, Given));
        Assert.Equal(Given, deadlines.Left("a", "web", clock.GetUtcNow() + Given, Given));
    }

    [Fact]
    public void Nobody_gets_more_than_was_given_when_the_deadline_was_written_by_another_clock() =>
        Assert.Equal(Given, deadlines.Left("a", "web", clock.GetUtcNow() + TimeSpan.FromHours(30), Given));

    [Fact]
    public void What_is_forgotten_is_counted_anew()
    {
        var stored = clock.GetUtcNow() + Given;
        deadlines.Left("a", "", stored, Given);
        deadlines.Left("b", "", stored, Given);
        clock.Set(TimeSpan.FromMinutes(5));
        deadlines.ForgetAllBut(new HashSet<string> { "b" });
        Assert.Equal((Given / 2, Given), (deadlines.Left("a", "", stored, Given), deadlines.Left("b", "", stored, Given)));
        deadlines.Forget("b");
        Assert.Equal(Given / 2, deadlines.Left("b", "", stored, Given));
    }

    private sealed class Clock : TimeProvider
    {
        private DateTimeOffset now = DateTimeOffset.UnixEpoch.AddYears(50);
        private long passed;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => passed;

        public override DateTimeOffset GetUtcNow() => now;

        public void Pass(TimeSpan by) => (now, passed) = (now + by, passed + by.Ticks);

        public void Set(TimeSpan by) => now += by;
    }
}
