using Nomad.Server.Heartbeats;

namespace Nomad.Server.Tests.Heartbeats;

public sealed class AttendedTimeTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly AttendedTime attention = new(Tick);

    [Fact]
    public void It_goes_as_the_clock_while_somebody_looks()
    {
        for (var i = 0; i <= 40; i++)
            Assert.Equal(Start + (Tick * i), attention.Look(Start + (Tick * i)));
        Assert.Equal(Start + TimeSpan.FromSeconds(10.1), attention.At(Start + TimeSpan.FromSeconds(10.1)));
    }

    [Theory]
    [InlineData(3600)]
    [InlineData(1)]
    [InlineData(-60)]
    public void A_process_that_was_halted_or_whose_clock_was_set_takes_nobody_for_dead(double seconds)
    {
        attention.Look(Start);
        var later = Start + TimeSpan.FromSeconds(seconds);
        Assert.Equal(Start + Tick, attention.Look(later));
        Assert.Equal(Start + Tick + Tick, attention.Look(later + Tick));
    }

    [Fact]
    public void Halted_half_of_the_time_it_goes_at_least_half_as_fast()
    {
        var now = Start;
        attention.Look(now);
        for (var i = 0; i < 100; i++)
        {
            now += TimeSpan.FromSeconds(1);
            attention.Look(now);
            now += Tick;
            attention.Look(now);
        }
        Assert.InRange(attention.At(now) - Start, (now - Start) / 3, now - Start);
    }

    [Fact]
    public void Its_own_work_counts_and_so_does_nothing_between_two_terms()
    {
        attention.Look(Start);
        attention.Worked(Start + TimeSpan.FromSeconds(5));
        Assert.Equal(Start + TimeSpan.FromSeconds(5.2), attention.Look(Start + TimeSpan.FromSeconds(5.2)));
        attention.Restart();
        Assert.Equal(Start + TimeSpan.FromSeconds(100), attention.Look(Start + TimeSpan.FromSeconds(100)));
    }
}
