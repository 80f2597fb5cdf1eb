using Nomad.Model.Evaluations;
using Nomad.Model.Jobs;
using Nomad.Server.Commands;
using Nomad.Server.Periodic;
using Nomad.Server.Replication;

namespace Nomad.Server.Tests.Periodic;

/// <summary>
/// Launches by the clock. The clock of these is in 2050: the server's own dispatcher, in the present, has nothing to do with jobs whose first launch is then.
/// </summary>
public sealed class PeriodicDispatcherTests
{
    private static readonly DateTimeOffset Start = new(2050, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Each_launch_comes_at_its_time_and_once()
    {
        await using var world = await World.StartAsync(new PeriodicConfig { Spec = "*/10 * * * * 2050" });
        await world.AtAsync(TimeSpan.FromMinutes(-1));
        Assert.Empty(world.Children);
        foreach (var minutes in (int[])[0, 0, 5, 10, 10, 20])
            await world.AtAsync(TimeSpan.FromMinutes(minutes));
        Assert.Equal([0, 10, 20], world.Children);
        Assert.All(world.Jobs, child =>
        {
            Assert.Equal(("job", 0UL), (child.ParentID, child.Version));
            Assert.Equal(EvalTriggers.PeriodicJob, Assert.Single(world.Server.State.Snapshot().EvaluationsOfJob("default", child.ID)).TriggeredBy);
        });
    }

    [Fact]
    public async Task Several_specifications_are_one_schedule()
    {
        await using var world = await World.StartAsync(new PeriodicConfig { Specs = ["0,20 * * * * 2050", "20,35 * * * * 2050"] });
        for (var minutes = 0; minutes < 60; minutes++)
            await world.AtAsync(TimeSpan.FromMinutes(minutes));
        Assert.Equal([0, 20, 35], world.Children);
    }

    [Fact]
    public async Task With_overlap_prohibited_none_starts_while_one_runs()
    {
        await using var world = await World.StartAsync(new PeriodicConfig { Spec = "*/10 * * * * 2050", ProhibitOverlap = true });
        foreach (var minutes in (int[])[0, 10, 20])
            await world.AtAsync(TimeSpan.FromMinutes(minutes));
        Assert.Equal([0], world.Children);
        await world.EndAsync();
        foreach (var minutes in (int[])[25, 30, 40])
            await world.AtAsync(TimeSpan.FromMinutes(minutes));
        Assert.Equal([0, 30], world.Children);
    }

    [Theory]
    [InlineData(ConcurrencyOverflows.Skip, new[] { 0, 10 })]
    [InlineData(ConcurrencyOverflows.Queue, new[] { 0, 10, 20, 30 })]
    public async Task As_many_children_as_the_limit_are_under_way_and_others_are_left_out_or_wait(string overflow, int[] launched)
    {
        await using var world = await World.StartAsync(new PeriodicConfig { Spec = "*/10 * * * * 2050", Concurrency = new() { Limit = 2, Overflow = overflow } });
        foreach (var minutes in (int[])[0, 10, 20, 30])
            await world.AtAsync(TimeSpan.FromMinutes(minutes));
        Assert.Equal(launched, world.Children);
    }

    /// <summary>A leader that does not know yet that it is none any more, and the next one, at the tick.</summary>
    [Fact]
    public async Task Two_leaders_at_the_tick_start_one_child()
    {
        await using var world = await World.StartAsync(new PeriodicConfig { Spec = "* * * * * 2050" });
        for (var minutes = 0; minutes < 25; minutes++)
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => world.AtAsync(TimeSpan.FromMinutes(minutes)))));
        Assert.Equal(Enumerable.Range(0, 25), world.Children);
        Assert.All(world.Jobs, child => Assert.Equal((0UL, 1), (child.Version, world.Server.State.Snapshot().EvaluationsOfJob("default", child.ID).Count())));
    }

    /// <summary>The former leader wrote the child and ended before it wrote that it had.</summary>
    [Fact]
    public async Task A_child_that_a_former_leader_started_is_not_started_again()
    {
        await using var world = await World.StartAsync(new PeriodicConfig { Spec = "*/10 * * * * 2050" });
        await world.AtAsync(TimeSpan.Zero);
        await world.ProposeAsync(new RecordPeriodicLaunch("default", "job", Start.AddMinutes(-10).ToUnixTimeMilliseconds() * 1_000_000));
        await world.AtAsync(TimeSpan.FromSeconds(5));
        await world.AtAsync(TimeSpan.FromMinutes(10));
        Assert.Equal([0, 10], world.Children);
        Assert.All(world.Jobs, child => Assert.Equal(0UL, child.Version));
    }

    [Theory]
    [InlineData(null, new[] { 0, 55, 60 })]
    [InlineData(MissedLaunches.Latest, new[] { 0, 55, 60 })]
    [InlineData(MissedLaunches.All, new[] { 0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60 })]
    [InlineData(MissedLaunches.Skip, new[] { 0, 60 })]
    public async Task What_was_missed_is_made_up_for_as_the_job_wants_it(string? missed, int[] launched)
    {
        await using var world = await World.StartAsync(new PeriodicConfig { Spec = "*/5 * * * * 2050", Missed = missed });
        // Nobody leads from 0:01 to 0:58.
        foreach (var minutes in (int[])[0, 58, 60])
            await world.AtAsync(TimeSpan.FromMinutes(minutes));
        Assert.Equal(launched, world.Children);
    }

    [Fact]
    public async Task A_launch_that_is_late_by_a_change_of_leaders_is_not_missed()
    {
        await using var world = await World.StartAsync(new PeriodicConfig { Spec = "*/5 * * * * 2050", Missed = MissedLaunches.Skip });
        await world.AtAsync(TimeSpan.FromSeconds(40));
        Assert.Equal([0], world.Children);
    }

    [Theory]
    [InlineData("* * * * * 2050", 60)]
    [InlineData("* * * * * * 2050", 1)]
    public void So_many_are_made_up_for_at_most_and_they_are_the_newest(string spec, int step)
    {
        var job = Job(new PeriodicConfig { Spec = spec, Missed = MissedLaunches.All });
        var now = Start.AddDays(200);
        var due = PeriodicLaunches.Due(job, Start, now);
        Assert.Equal(Enumerable.Range(0, MissedLaunches.Most).Select(back => now.AddSeconds(-step * back)).Reverse(), due.Select(each => each.At));
    }

    private static Job Job(PeriodicConfig periodic) => ServerHarness.Job("job") with { Type = JobTypes.Batch, Periodic = periodic with { Enabled = true, SpecType = "cron", TimeZone = "UTC" } };

    private sealed class World(ServerAgent server, Proposer proposer) : IAsyncDisposable
    {
        public ServerAgent Server => server;

        public IReadOnlyList<Job> Jobs => [.. server.State.Snapshot().Children("default", "job").OrderBy(child => child.ID, StringComparer.Ordinal)];

        /// <summary>Minutes of the launches that were made.</summary>
        public IEnumerable<int> Children => Jobs.Select(child => (int)(long.Parse(child.ID.Split('-')[^1], null) - Start.ToUnixTimeSeconds()) / 60);

        public static async Task<World> StartAsync(PeriodicConfig periodic)
        {
            var ports = new ServerPorts { Random = new Random(7) };
            var server = await ServerAgent.StartAsync(new ServerOptions { Name = "server-1", EnabledSchedulers = [] }, ports);
            var proposer = new Proposer();
            proposer.Use(server.Raft, ports.Log);
            await proposer.ProposeAsync(new RegisterJob(Job(periodic), null, null), None);
            return new World(server, proposer);
        }

        /// <summary>A leader whose clock says this after the beginning of 2050 looks what is due.</summary>
        public Task AtAsync(TimeSpan time) =>
            new PeriodicDispatcher(server.State, proposer, new ServerPorts { Random = new Random(time.GetHashCode()), Time = new Clock(Start + time) }).LaunchDueAsync(None);

        public Task ProposeAsync(Command command) => proposer.ProposeAsync(command, None);

        /// <summary>Everything that runs has come to its end.</summary>
        public Task EndAsync() => ProposeAsync(new UpsertEvaluations([.. server.State.Snapshot().Evaluations().Select(eval => eval with { Status = EvalStatus.Complete })]));

        public ValueTask DisposeAsync() => server.DisposeAsync();
    }

    private sealed class Clock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
