using Nomad.Client.Allocations;
using Nomad.Client.GarbageCollection;
using Nomad.Client.Registration;
using Nomad.Model;
using Nomad.Model.Allocations;
using Nomad.Model.Jobs;

namespace Nomad.Client.Tests.Allocations;

public sealed class PureTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("pending pending", "pending", "No tasks have started")]
    [InlineData("running pending", "running", "Tasks are running")]
    [InlineData("dead running", "running", "Tasks are running")]
    [InlineData("failed running", "failed", "Failed tasks")]
    [InlineData("dead pending", "pending", "No tasks have started")]
    [InlineData("dead dead", "complete", "All tasks have completed")]
    public void The_status_follows_from_the_tasks(string states, string status, string description) =>
        Assert.Equal((status, description), AllocStatus.Of(states.Split(' ').Select(State)));

    [Theory]
    [InlineData("init=pending main=pending", "init")]
    [InlineData("init=dead main=pending", "init main")]
    [InlineData("init=failed main=pending", "init")]
    [InlineData("init=dead main=running after=pending", "init main after")]
    [InlineData("init=dead main=dead after=running stop=pending", "init main stop")]
    public void Tasks_wait_for_their_turn(string states, string allowed)
    {
        JobTask[] group = [Make("init", "prestart"), Make("main", ""), Make("after", "poststart"), Make("stop", "poststop")];
        var byName = states.Split(' ').Select(each => each.Split('=')).ToDictionary(each => each[0], each => State(each[1]));
        var found = group.Where(task => Lifecycle.MayStart(task, group, byName)).Select(task => task.Name);
        Assert.Equal(allowed.Split(' '), found);
    }

    [Theory]
    [InlineData("running", 0, 5, null)]
    [InlineData("running", 0, 10, true)]
    [InlineData("running", 8, 17, null)]
    [InlineData("failed", 0, 1, false)]
    [InlineData("dead", 0, 1, false)]
    [InlineData("pending", 0, 59, null)]
    [InlineData("pending", 0, 60, false)]
    [InlineData("running", 55, 60, false)]
    public void Health_needs_time_without_interruption(string state, int startedAt, int at, bool? healthy)
    {
        var rule = new HealthRule(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(60), Now.AddSeconds(60));
        var states = new Dictionary<string, TaskState> { ["main"] = State(state) with { StartedAt = Now.AddSeconds(startedAt) } };
        Assert.Equal(healthy, HealthJudge.Judge([Make("main", "")], states, rule, Now.AddSeconds(at)).Healthy);
    }

    [Theory]
    [InlineData(81, 0, 0, "disk usage of 81 is over gc threshold of 80")]
    [InlineData(0, 71, 0, "inode usage of 71 is over gc threshold of 70")]
    [InlineData(0, 0, 51, "number of allocations (51) is over the limit (50)")]
    [InlineData(80, 70, 50, null)]
    public void Garbage_goes_when_a_limit_is_passed(double disk, double inodes, int allocs, string? reason) =>
        Assert.Equal(reason, GarbageJudge.Reason(new GarbageLimits(), disk, inodes, allocs));

    [Fact]
    public void Heartbeats_come_well_before_the_time_to_live_ends()
    {
        foreach (var chance in (double[])[0, 0.5, 0.999])
        {
            Assert.InRange(HeartbeatPlan.AfterSuccess(TimeSpan.FromSeconds(20), chance), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(13));
            Assert.InRange(HeartbeatPlan.AfterFailure(TimeSpan.FromSeconds(-3), chance), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
            Assert.InRange(HeartbeatPlan.AfterFailure(TimeSpan.FromMinutes(-9), chance), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(25));
        }
    }

    private static JobTask Make(string name, string hook) =>
        new() { Name = name, Lifecycle = hook.Length > 0 ? new TaskLifecycleConfig { Hook = hook } : null };

    private static TaskState State(string name) => name == "failed" ? new TaskState { State = "dead", Failed = true } : new TaskState { State = name };

    [Fact]
    public void A_pace_lets_a_few_pass_at_once_and_then_one_per_interval()
    {
        var pace = new Nomad.Rpc.Pace(2, TimeSpan.FromSeconds(1));
        var now = DateTimeOffset.UnixEpoch;
        Assert.Equal(now, pace.NextAt(now));
        pace.Sent(now);
        Assert.Equal(now, pace.NextAt(now));
        pace.Sent(now);
        Assert.Equal(now.AddSeconds(1), pace.NextAt(now.AddSeconds(0.5)));
        Assert.Equal(now.AddSeconds(1), pace.NextAt(now.AddSeconds(1)));
        pace.Sent(now.AddSeconds(1));
        Assert.Equal(now.AddSeconds(2), pace.NextAt(now.AddSeconds(1.2)));
        var later = now.AddSeconds(60);
        pace.Sent(later);
        Assert.Equal(later, pace.NextAt(later));
    }
}
