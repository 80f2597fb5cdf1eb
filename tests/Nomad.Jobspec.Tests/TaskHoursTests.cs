using Nomad.Jobspec.Periodic;
using Nomad.Model.Jobs;
using Xunit;

namespace Nomad.Jobspec.Tests;

public sealed class TaskHoursTests
{
    private static TaskHours Hours(string start, string end, string zone = "") =>
        TaskHours.Of(new TaskSchedule { Cron = new TaskScheduleCron { Start = start, End = end, Timezone = zone } })!;

    [Theory]
    [InlineData("2026-03-02T08:59:59Z", false, "2026-03-02T09:00:00Z")] // a Monday
    [InlineData("2026-03-02T09:00:00Z", true, "2026-03-02T17:30:00Z")]
    [InlineData("2026-03-02T17:29:59Z", true, "2026-03-02T17:30:00Z")]
    [InlineData("2026-03-02T17:30:00Z", false, "2026-03-03T09:00:00Z")]
    [InlineData("2026-03-06T18:00:00Z", false, "2026-03-09T09:00:00Z")] // the weekend is closed
    [InlineData("2026-03-08T12:00:00Z", false, "2026-03-09T09:00:00Z")]
    public void Office_hours_are_open_from_each_start_to_the_next_end(string now, bool open, string until) =>
        Assert.Equal((open, DateTimeOffset.Parse(until)), Hours("0 9 * * MON-FRI *", "30 17").At(DateTimeOffset.Parse(now)));

    [Theory]
    [InlineData("2026-03-02T23:00:00Z", true, "2026-03-03T04:00:00Z")]
    [InlineData("2026-03-03T03:59:00Z", true, "2026-03-03T04:00:00Z")]
    [InlineData("2026-03-03T04:00:00Z", false, "2026-03-03T22:00:00Z")]
    public void Hours_may_pass_midnight(string now, bool open, string until) =>
        Assert.Equal((open, DateTimeOffset.Parse(until)), Hours("0 22 * * * *", "0 4").At(DateTimeOffset.Parse(now)));

    [Fact]
    public void Hours_go_by_the_clocks_of_their_zone_over_a_change_of_clocks()
    {
        var hours = Hours("0 9 * * * *", "0 17", "Europe/Berlin");
        Assert.Equal((true, DateTimeOffset.Parse("2026-03-28T17:00:00+01:00")), hours.At(DateTimeOffset.Parse("2026-03-28T08:00:00Z")));
        Assert.Equal((true, DateTimeOffset.Parse("2026-03-29T17:00:00+02:00")), hours.At(DateTimeOffset.Parse("2026-03-29T07:00:00Z")));
        // An end in the hour that the change skips: the next day's end closes.
        var night = Hours("0 22 * * * *", "30 2", "Europe/Berlin");
        Assert.True(night.At(DateTimeOffset.Parse("2026-03-29T03:00:00+02:00")).Open);
        Assert.False(night.At(DateTimeOffset.Parse("2026-03-30T02:30:00+02:00")).Open);
    }

    [Fact]
    public void Hours_that_lie_in_the_past_never_open_again_and_a_task_without_schedule_has_none()
    {
        Assert.Equal((false, null), Hours("0 9 1 1 * 2026", "0 17").At(DateTimeOffset.Parse("2026-03-02T10:00:00Z")));
        Assert.Null(TaskHours.Of(null));
        Assert.Null(TaskHours.Of(new TaskSchedule()));
    }
}
