using Nomad.Client.Tasks;
using Nomad.Model;
using Nomad.Model.Jobs;

namespace Nomad.Client.Tests.Tasks;

public sealed class RestartTrackerTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TaskExit Failure = new() { ExitCode = 1 };

    [Theory]
    [InlineData("service", "", false, true)]
    [InlineData("system", "", false, true)]
    [InlineData("batch", "", false, false)]
    [InlineData("sysbatch", "", false, false)]
    [InlineData("service", "prestart", false, false)]
    [InlineData("service", "prestart", true, true)]
    [InlineData("batch", "poststart", true, true)]
    [InlineData("service", "poststart", false, false)]
    [InlineData("service", "poststop", false, false)]
    public void A_clean_exit_restarts_only_what_has_to_run_on(string type, string hook, bool sidecar, bool restarts)
    {
        var lifecycle = hook.Length > 0 ? new TaskLifecycleConfig { Hook = hook, Sidecar = sidecar } : null;
        Assert.Equal(restarts, RestartTracker.RestartsOnSuccess(type, lifecycle));
        var decision = new RestartTracker(Policy(2, "fail"), RestartTracker.RestartsOnSuccess(type, lifecycle)).Decide(new TaskExit(), Start, 0);
        Assert.Equal(restarts ? RestartKind.Restarting : RestartKind.Terminated, decision.Kind);
    }

    [Fact]
    public void Mode_fail_gives_up_after_the_allowed_attempts()
    {
        var tracker = new RestartTracker(Policy(2, "fail"), true);
        Assert.Equal(new RestartDecision(RestartKind.Restarting, TimeSpan.FromSeconds(15), "Restart within policy"), tracker.Decide(Failure, Start, 0));
        Assert.Equal(RestartKind.Restarting, tracker.Decide(Failure, Start.AddSeconds(1), 0).Kind);
        Assert.Equal(new RestartDecision(RestartKind.NotRestarting, TimeSpan.Zero, "Exceeded allowed attempts 2 in interval 5m0s and mode is \"fail\""),
            tracker.Decide(Failure, Start.AddSeconds(2), 0));
    }

    [Fact]
    public void Mode_delay_waits_for_the_next_interval()
    {
        var tracker = new RestartTracker(Policy(1, "delay"), true);
        tracker.Decide(Failure, Start, 0);
        Assert.Equal(new RestartDecision(RestartKind.Restarting, TimeSpan.FromMinutes(4), "Exceeded allowed attempts, applying a delay"),
            tracker.Decide(Failure, Start.AddMinutes(1), 0));
    }

    [Fact]
    public void A_new_interval_counts_anew()
    {
        var tracker = new RestartTracker(Policy(1, "fail"), true);
        tracker.Decide(Failure, Start, 0);
        Assert.Equal(RestartKind.Restarting, tracker.Decide(Failure, Start.AddMinutes(6), 0).Kind);
        Assert.Equal(RestartKind.NotRestarting, tracker.Decide(Failure, Start.AddMinutes(7), 0).Kind);
    }

    [Theory]
    [InlineData(0.0, 15.0)]
    [InlineData(1.0, 18.75)]
    public void Delays_spread_over_a_quarter(double chance, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), new RestartTracker(Policy(3, "fail"), true).Decide(Failure, Start, chance).Delay);

    [Fact]
    public void No_attempts_unrecoverable_starts_kills_and_requests_are_told_apart()
    {
        Assert.Equal(new RestartDecision(RestartKind.NotRestarting, TimeSpan.Zero, "Policy allows no restarts"),
            new RestartTracker(Policy(0, "fail"), true).Decide(Failure, Start, 0));
        var unrecoverable = new TaskExit { StartFailed = true, Recoverable = false };
        Assert.Equal("Error was unrecoverable", new RestartTracker(Policy(3, "fail"), true).Decide(unrecoverable, Start, 0).Reason);
        var tracker = new RestartTracker(Policy(1, "fail"), true);
        tracker.RequestRestart();
        Assert.Equal(new RestartDecision(RestartKind.Restarting, TimeSpan.Zero, ""), tracker.Decide(Failure, Start, 0));
        Assert.Equal("Restart within policy", tracker.Decide(Failure, Start, 0).Reason);
        tracker.Kill();
        Assert.Equal(RestartKind.Killed, tracker.Decide(Failure, Start, 0).Kind);
    }

    private static RestartPolicy Policy(int attempts, string mode) =>
        new() { Attempts = attempts, Interval = Duration.FromSeconds(300), Delay = Duration.FromSeconds(15), Mode = mode };
}
