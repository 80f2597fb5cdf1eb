using Nomad.Server.Membership;

namespace Nomad.Server.Tests.Membership;

/// <summary>How long servers were seen healthy: only what was seen counts.</summary>
public sealed class HealthSpansTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    [Fact]
    public void A_server_is_healthy_from_the_first_look_to_the_last()
    {
        var spans = Look(Look(Look(HealthSpans.None, 0, "a"), 2, "a", "b"), 4, "a", "b");
        Assert.Equal(TimeSpan.FromSeconds(4), Of(spans, "a", 1));
        Assert.Equal(TimeSpan.FromSeconds(2), Of(spans, "b", 1));
        Assert.Null(Of(spans, "c", 1));
    }

    [Fact]
    public void One_look_that_finds_it_otherwise_begins_anew()
    {
        var spans = Look(Look(Look(Look(HealthSpans.None, 0, "a"), 2), 4, "a"), 6, "a");
        Assert.Equal(TimeSpan.FromSeconds(2), Of(spans, "a", 1));
    }

    /// <summary>A leader that is halted for a minute looks again after it: neither before nor after that look does the minute count.</summary>
    [Fact]
    public void Time_in_which_nobody_looked_does_not_count()
    {
        var before = Look(Look(HealthSpans.None, 0, "a"), 2, "a");
        Assert.Equal(TimeSpan.FromSeconds(2), Of(before, "a", 1));
        Assert.Equal(TimeSpan.Zero, Of(Look(before, 62, "a"), "a", 1));
        Assert.Equal(TimeSpan.FromSeconds(5), Of(Look(before, 5, "a"), "a", 1));
    }

    /// <summary>A leader that goes on after a minute has not looked yet.</summary>
    [Fact]
    public void An_old_look_says_nothing()
    {
        var spans = Look(Look(HealthSpans.None, 0, "a"), 2, "a");
        Assert.Equal(TimeSpan.FromSeconds(2), spans.Of("a", 1, Start.AddSeconds(4)));
        Assert.Null(spans.Of("a", 1, Start.AddSeconds(62)));
    }

    [Fact]
    public void What_another_term_saw_does_not_count()
    {
        var spans = Look(HealthSpans.None, 0, "a");
        Assert.Null(Of(spans, "a", 2));
        Assert.Equal(TimeSpan.Zero, Of(spans.After(2, Start.AddSeconds(2), ["a"]), "a", 2));
    }

    [Fact]
    public void One_that_is_taken_in_begins_anew()
    {
        var spans = Look(Look(HealthSpans.None, 0, "a", "b"), 2, "a", "b").Without("a");
        Assert.Null(Of(spans, "a", 1));
        Assert.Equal(TimeSpan.FromSeconds(2), Of(spans, "b", 1));
        Assert.Equal(TimeSpan.Zero, Of(Look(spans, 4, "a", "b"), "a", 1));
    }

    private static TimeSpan? Of(HealthSpans spans, string id, ulong term) => spans.Of(id, term, spans.At);

    private static HealthSpans Look(HealthSpans before, int second, params string[] healthy) => before.After(1, Start.AddSeconds(second), healthy);
}
