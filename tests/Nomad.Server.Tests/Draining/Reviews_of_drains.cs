using Nomad.Model;
using Nomad.Model.Allocations;
using Nomad.Model.Deployments;
using Nomad.Model.Jobs;
using Nomad.Model.Nodes;
using Nomad.Server.Commands;
using Nomad.Server.Draining;
using Nomad.Server.State;

namespace Nomad.Server.Tests.Draining;

/// <summary>Which allocations leave a draining node now, and when its drain is over.</summary>
public sealed class Reviews_of_drains
{
    private static readonly string First = ServerHarness.Id(1);
    private static readonly string Second = ServerHarness.Id(2);

    private readonly StateStore store = new(TimeProvider.System);
    private ulong index;

    public Reviews_of_drains()
    {
        foreach (var id in (string[])[First, Second])
            Apply(new RegisterNode(ServerHarness.Node(id) with { Status = NodeStatus.Ready }, 1));
    }

    [Fact]
    public void Services_leave_as_their_migrate_rules_allow()
    {
        Place("web", JobTypes.Service, ["w1", "w2", "w3"], First, maxParallel: 2);
        Drain(First, new DrainStrategy { Deadline = TimeSpan.FromHours(1) });
        Assert.Equal(["w1", "w2"], Decide().Migrate);
        Mark("w1", "w2");
        Assert.Empty(Decide().Migrate);
    }

    [Fact]
    public void A_replacement_that_runs_but_was_not_found_healthy_yet_lets_no_other_go()
    {
        Place("web", JobTypes.Service, ["w1", "w2"], First);
        Drain(First, new DrainStrategy { Deadline = TimeSpan.FromHours(1) });
        Mark("w1");
        End("w1");
        Place("web", JobTypes.Service, ["w3"], Second, count: 2, healthy: null);
        Assert.Empty(Decide().Migrate);
        Report("w3", AllocClientStatus.Running, healthy: true);
        Assert.Equal(["w2"], Decide().Migrate);
    }

    [Theory]
    [InlineData(JobTypes.Batch)]
    [InlineData(JobTypes.Sysbatch)]
    public void Batch_work_stays_until_the_deadline(string type)
    {
        Place("work", type, ["b1"], First);
        Drain(First, new DrainStrategy { Deadline = TimeSpan.FromHours(1) });
        Assert.Empty(Decide().Migrate);
        Assert.Equal(["b1"], Decide(TimeSpan.Zero).Migrate);
    }

    [Fact]
    public void Without_a_deadline_batch_work_is_waited_for_as_long_as_it_takes()
    {
        Place("work", JobTypes.Batch, ["b1"], First);
        Drain(First, new DrainStrategy { Deadline = TimeSpan.Zero });
        Assert.Empty(DrainReview.Decide(store.Snapshot(), (_, _) => TimeSpan.MinValue).Migrate);
        End("b1");
        Assert.Equal([(First, false)], Decide().Done);
    }

    [Fact]
    public void System_jobs_leave_last_or_not_at_all()
    {
        Place("web", JobTypes.Service, ["w1"], First);
        Place("sys", JobTypes.System, ["s1"], First);
        Drain(First, new DrainStrategy { Deadline = TimeSpan.FromHours(1) });
        Assert.Equal(["w1"], Decide().Migrate);
        Mark("w1");
        Assert.Empty(Decide().Migrate);
        End("w1");
        Assert.Equal(["s1"], Decide().Migrate);
        Assert.Empty(Decide().Done);
        Drain(First, new DrainStrategy { Deadline = TimeSpan.FromHours(1), IgnoreSystemJobs = true });
        Assert.Empty(Decide().Migrate);
        Assert.Equal([(First, false)], Decide().Done);
    }

    [Theory]
    [InlineData(JobTypes.Service)]
    [InlineData(JobTypes.Batch)]
    public void Jobs_that_run_storage_plugins_leave_with_the_system_jobs(string type)
    {
        Place("web", JobTypes.Service, ["w1"], First);
        Place("disks", type, ["p1", "p2"], First, task: task => task with { CSIPluginConfig = new() { ID = "ebs", Type = "monolith" } });
        Place("sys", JobTypes.System, ["s1"], First);
        Drain(First, new DrainStrategy { Deadline = TimeSpan.FromHours(1) });
        Assert.Equal(["w1"], Decide().Migrate);
        Mark("w1");
        Assert.Empty(Decide().Migrate);
        End("w1");
        Assert.Equal(["p1", "p2", "s1"], Decide().Migrate.Order());
        Drain(First, new DrainStrategy { Deadline = TimeSpan.FromHours(1), IgnoreSystemJobs = true });
        Assert.Empty(Decide().Migrate);
        Assert.Equal([(First, false)], Decide().Done);
    }

    [Fact]
    public void At_the_deadline_and_by_force_all_leave_at_once()
    {
        Place("web", JobTypes.Service, ["w1", "w2"], First);
        Place("sys", JobTypes.System, ["s1"], First);
        Drain(First, new DrainStrategy { Deadline = TimeSpan.FromHours(1) });
        Assert.Equal(["s1", "w1", "w2"], Decide(TimeSpan.Zero).Migrate.Order());
        Drain(First, new DrainStrategy { Deadline = new Duration(-1) });
        Assert.Equal(["s1", "w1", "w2"], Decide().Migrate.Order());
    }

    [Fact]
    public void A_node_that_cannot_be_judged_keeps_no_other_from_leaving()
    {
        Place("web", JobTypes.Service, ["w1"], First);
        Place("api", JobTypes.Service, ["a1"], Second);
        Drain(First, new DrainStrategy { Deadline = TimeSpan.FromHours(1) });
        Drain(Second, new DrainStrategy { Deadline = TimeSpan.FromHours(1) });
        var failed = new List<string>();
        var decision = DrainReview.Decide(store.Snapshot(), (node, _) => node.ID == First ? throw new FormatException("odd") : TimeSpan.FromHours(1),
            (node, problem) => failed.Add($"{node.ID} {problem.Message}"));
        Assert.Equal(["a1"], decision.Migrate);
        Assert.Equal([First + " odd"], failed);
    }

    private DrainReview.Decision Decide(TimeSpan? left = null) => DrainReview.Decide(store.Snapshot(), (_, _) => left ?? TimeSpan.FromHours(1));

    private void Place(string id, string type, string[] allocations, string nodeId, int maxParallel = 1, int count = 0, bool? healthy = true,
        Func<JobTask, JobTask>? task = null)
    {
        var job = ServerHarness.Job(id, count > 0 ? count : allocations.Length) with { Type = type };
        var tasks = job.TaskGroups![0].Tasks!.Select(each => task?.Invoke(each) ?? each);
        job = job with { TaskGroups = [job.TaskGroups[0] with { Tasks = [.. tasks], Migrate = type == JobTypes.Service ? new() { MaxParallel = maxParallel, HealthCheck = "checks" } : null }] };
        if (store.Snapshot().Job("default", id) is null)
            Apply(new RegisterJob(job, null, null));
        Apply(new ApplyPlan
        {
            EvaluationID = "eval", Namespace = "default", JobID = id, JobVersion = 0, Time = 1,
            Placements = [.. allocations.Select(each => new PlannedPlacement(ServerHarness.Allocation(each, job, nodeId) with { Job = null }, 0))],
        });
        foreach (var each in allocations)
            Report(each, AllocClientStatus.Running, healthy);
    }

    private void Report(string id, string status, bool? healthy = null) => Apply(new UpdateAllocationsFromClient(
        [new Allocation { ID = id, ClientStatus = status, DeploymentStatus = healthy is null ? null : new AllocDeploymentStatus { Healthy = healthy } }], [], 1));

    private void Drain(string nodeId, DrainStrategy strategy) => Apply(new SetNodeDrain(
        [new NodeDrain(nodeId, strategy with { ForceDeadline = strategy.Deadline.Nanoseconds > 0 ? DateTimeOffset.UnixEpoch.AddYears(60) : default }, false, DrainStatus.Draining, null)], [], 1));

    private void Mark(params string[] ids) => Apply(new SetAllocationTransitions(ids.ToDictionary(id => id, _ => new DesiredTransition { Migrate = true }), [], 1));

    private void End(string id) => Report(id, AllocClientStatus.Complete);

    private void Apply(Command command) => store.Apply(++index, command);
}
