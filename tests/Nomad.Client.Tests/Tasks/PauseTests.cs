using Nomad.Client.Tests.Allocations;
using Nomad.Model;
using Nomad.Model.Allocations;
using Nomad.Model.Jobs;
using Nomad.Rpc;

namespace Nomad.Client.Tests.Tasks;

public sealed class PauseTests
{
    // Hours that opened for one day in a year gone by.
    private static readonly TaskSchedule Closed = new() { Cron = new TaskScheduleCron { Start = "0 9 1 1 * 2020", End = "0 10" } };

    private static readonly TaskSchedule Open = new() { Cron = new TaskScheduleCron { Start = "* * * * * *", End = "0 0" } };

    private static JobTask Sleeper => ClientNode.Shell("t", "echo $$ >> $NOMAD_TASK_DIR/pids; exec sleep 300");

    [Fact]
    public async Task A_paused_task_stops_without_failing_and_goes_on_when_it_may_run()
    {
        await using var node = await ClientNode.StartAsync();
        var id = node.Place("batch", null, Sleeper);
        await node.WaitAsync(id, AllocClientStatus.Running);
        await node.Agent.Endpoint.PauseAsync(id, "t", ScheduleStates.Pause, default);
        var paused = await node.WaitAsync(id, report => report.TaskStates!["t"] is { State: "pending", Paused: PauseStandings.ForcePause });
        Assert.Equal(("pending", "Tasks are paused", false), (paused.ClientStatus, paused.ClientDescription, paused.TaskStates!["t"].Failed));
        Assert.Equal(PauseStandings.ForcePause, await node.Agent.Endpoint.PauseStandingAsync(id, "t", default));
        await node.Agent.Endpoint.PauseAsync(id, "t", ScheduleStates.Scheduled, default);
        var again = await node.WaitAsync(id, report => report.TaskStates!["t"] is { State: "running", Paused: "" });
        Assert.Equal("Received, Task Setup, Started, Pausing, Terminated, Running, Started", ClientNode.Events(again, "t"));
        Assert.Equal(0UL, again.TaskStates!["t"].Restarts);
        await node.Agent.Endpoint.PauseAsync(id, "t", ScheduleStates.Pause, default);
        await node.WaitAsync(id, report => report.TaskStates!["t"] is { State: "pending", Paused: PauseStandings.ForcePause });
        node.Stop(id);
        var done = await node.WaitAsync(id, AllocClientStatus.Complete);
        Assert.Equal(("dead", ""), (done.TaskStates!["t"].State, done.TaskStates["t"].Paused));
    }

    [Fact]
    public async Task A_task_outside_its_hours_waits_and_still_does_after_the_agent_starts_anew()
    {
        await using var node = await ClientNode.StartAsync();
        var id = node.Place("service", null, Sleeper with { Schedule = Closed });
        await node.WaitAsync(id, report => report.TaskStates!["t"].Paused == PauseStandings.ScheduledPause);
        await node.ShutDownAsync();
        await node.BootAsync();
        Assert.Equal(PauseStandings.ScheduledPause, await node.Agent.Endpoint.PauseStandingAsync(id, "t", default));
        // Somebody wants it now, whatever the hour; that order too outlives the agent.
        await node.Agent.Endpoint.PauseAsync(id, "t", ScheduleStates.Run, default);
        var running = await node.WaitAsync(id, report => report.TaskStates!["t"] is { State: "running", Paused: PauseStandings.ForceRun });
        Assert.Equal("Received, Pausing, Running, Task Setup, Started", ClientNode.Events(running, "t"));
        await node.ShutDownAsync();
        node.Servers.Reports.Clear();
        await node.BootAsync();
        Assert.Equal(("running", PauseStandings.ForceRun), (node.Agent.Allocations.Find(id)!.States()["t"].State, await node.Agent.Endpoint.PauseStandingAsync(id, "t", default)));
        await node.Agent.Endpoint.PauseAsync(id, "t", ScheduleStates.Scheduled, default);
        await node.WaitAsync(id, report => report.TaskStates!["t"] is { State: "pending", Paused: PauseStandings.ScheduledPause });
    }

    [Fact]
    public async Task A_new_schedule_is_taken_over_in_place()
    {
        await using var node = await ClientNode.StartAsync();
        var id = node.Place("service", null, Sleeper with { Schedule = Closed });
        await node.WaitAsync(id, report => report.TaskStates!["t"].Paused == PauseStandings.ScheduledPause);
        node.Servers.Place(With(node.Agent.Allocations.Find(id)!.Allocation, Open));
        var open = await node.WaitAsync(id, report => report.TaskStates!["t"] is { State: "running", Paused: "" });
        Assert.Equal("Received, Pausing, Running, Task Setup, Started", ClientNode.Events(open, "t"));
        node.Servers.Place(With(node.Agent.Allocations.Find(id)!.Allocation, Closed));
        await node.WaitAsync(id, report => report.TaskStates!["t"] is { State: "pending", Paused: PauseStandings.ScheduledPause });
    }

    [Fact]
    public async Task A_deployment_does_not_wait_for_the_hours_of_a_task()
    {
        await using var node = await ClientNode.StartAsync();
        var id = node.Place("service", group => group with { Migrate = new MigrateStrategy { HealthyDeadline = Duration.FromSeconds(600) } }, Sleeper with { Schedule = Closed });
        var report = await node.WaitAsync(id, report => report.DeploymentStatus?.Healthy is not null);
        Assert.True(report.DeploymentStatus!.Healthy);
    }

    [Fact]
    public async Task What_cannot_be_paused_is_refused_with_a_reason()
    {
        await using var node = await ClientNode.StartAsync();
        var id = node.Place("batch", null, ClientNode.Shell("t", "true"));
        await node.WaitAsync(id, AllocClientStatus.Complete);
        async Task<string> Refusal(string task, string state) =>
            (await Assert.ThrowsAsync<RpcException>(() => node.Agent.Endpoint.PauseAsync(id, task, state, default))).Message;
        Assert.Equal("Not a valid task schedule state", await Refusal("t", "later"));
        Assert.Equal("unknown task name \"x\"", await Refusal("x", "pause"));
        Assert.Contains("has ended", await Refusal("t", "pause"), StringComparison.Ordinal);
    }

    private static Allocation With(Allocation allocation, TaskSchedule schedule)
    {
        var job = allocation.Job!;
        var group = job.TaskGroups![0];
        return allocation with
        {
            Job = job with { Version = job.Version + 1, TaskGroups = [group with { Tasks = [.. group.Tasks!.Select(task => task with { Schedule = schedule })] }] },
        };
    }
}
