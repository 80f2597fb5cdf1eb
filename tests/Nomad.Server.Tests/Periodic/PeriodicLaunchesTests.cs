using Nomad.Model.Jobs;
using Nomad.Server.Periodic;

namespace Nomad.Server.Tests.Periodic;

public sealed class PeriodicLaunchesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 5, 12, 34, 56, TimeSpan.Zero);

    private static Job Every(string spec) => ServerHarness.Job("a") with
    {
        Type = JobTypes.Batch,
        Periodic = new PeriodicConfig { Enabled = true, Spec = spec, SpecType = "cron", TimeZone = "UTC" },
    };

    [Theory]
    [InlineData("* * * * * * *", "2026-03-05T12:34:56Z")]
    [InlineData("* * * * *", "2026-03-05T12:34:00Z")]
    [InlineData("0 * * * *", "2026-03-05T12:00:00Z")]
    [InlineData("0 3 * * *", "2026-03-05T03:00:00Z")]
    [InlineData("0 3 1 * *", "2026-03-01T03:00:00Z")]
    [InlineData("0 3 1 1 *", "2026-01-01T03:00:00Z")]
    public void Of_the_launches_missed_in_a_year_the_latest_is_found_at_once(string spec, string latest)
    {
        var job = Every(spec);
        var due = PeriodicLaunches.Next(job, Now.AddYears(-1))!.Value;
        Assert.Equal(DateTimeOffset.Parse(latest, null), PeriodicLaunches.LatestDue(job, due, Now));
    }
}
