using Nomad.Model.Allocations;
using Nomad.Model.Deployments;
using Nomad.Model.Evaluations;
using Nomad.Model.Jobs;
using Nomad.Model.Nodes;
using Nomad.Server.Collection;
using Nomad.Server.Commands;
using Nomad.Server.State;

namespace Nomad.Server.Tests.Collection;

public sealed class Collecting_what_is_over
{
    private static readonly CollectionOptions Usual = new();
    private static readonly DateTimeOffset Then = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly long ThenNanoseconds = Then.ToUnixTimeMilliseconds() * 1_000_000;
    private static readonly string NodeId = ServerHarness.Id(1);

    private readonly StateStore store = new(TimeProvider.System);
    private ulong index;

    public Collecting_what_is_over() => Apply(new RegisterNode(ServerHarness.Node(NodeId) with { Status = NodeStatus.Ready }, ThenNanoseconds));

    [Fact]
    public void A_node_that_is_down_goes_after_24_hours_when_nothing_of_it_is_left()
    {
        var job = Place(AllocClientStatus.Running);
        Apply(new SetNodeStatus(NodeId, NodeStatus.Down, null, [], ThenNanoseconds));
        Assert.Empty(NodesAt(TimeSpan.FromHours(48)));
        Apply(new UpdateAllocationsFromClient([Alloc(job) with { ClientStatus = AllocClientStatus.Lost }], [], ThenNanoseconds));
        Assert.Empty(NodesAt(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1)));
        Assert.Equal([NodeId], NodesAt(TimeSpan.FromHours(24)));
        Apply(new SetNodeStatus(NodeId, NodeStatus.Ready, null, [], ThenNanoseconds));
        Assert.Empty(NodesAt(TimeSpan.FromHours(48)));
    }

    [Fact]
    public void A_job_that_was_stopped_goes_after_4_hours_with_all_it_left_and_a_living_one_never()
    {
        var job = Place(AllocClientStatus.Running);
        var ended = new Evaluation { ID = "eval", Namespace = "default", JobID = job.ID, Type = EvalTypes.Service, Status = EvalStatus.Complete, ModifyTime = ThenNanoseconds };
        Apply(new UpsertEvaluations([ended]));
        Assert.Empty(JobsAt(TimeSpan.FromDays(30)).Jobs);
        Apply(new DeregisterJobs([new NamespacedID { Namespace = "default", ID = job.ID }], Purge: false, NoShutdownDelay: false, [], ThenNanoseconds));
        Assert.Empty(JobsAt(TimeSpan.FromDays(30)).Jobs);
        Apply(new UpdateAllocationsFromClient([Alloc(job) with { ClientStatus = AllocClientStatus.Complete }], [], ThenNanoseconds));
        Assert.Empty(JobsAt(TimeSpan.FromHours(4) - TimeSpan.FromSeconds(1)).Jobs);
        var (jobs, evaluations, allocations) = JobsAt(TimeSpan.FromHours(4));
        Assert.Equal((job.ID, "eval", "alloc"), (Assert.Single(jobs).ID, Assert.Single(evaluations), Assert.Single(allocations)));
    }

    [Theory]
    [InlineData(EvalTypes.Service, 1)]
    [InlineData(EvalTypes.Batch, 24)]
    public void An_evaluation_that_is_over_goes_later_when_it_is_of_a_batch_job(string type, int hours)
    {
        Apply(new RegisterJob(ServerHarness.Job("web") with { Type = type }, null, null));
        Apply(new UpsertEvaluations([new Evaluation { ID = "e", Namespace = "default", JobID = "web", Type = type, Status = EvalStatus.Complete, ModifyTime = ThenNanoseconds }]));
        Assert.Empty(EvaluationsAt(TimeSpan.FromHours(hours) - TimeSpan.FromSeconds(1)));
        Assert.Equal(["e"], EvaluationsAt(TimeSpan.FromHours(hours)));
    }

    [Fact]
    public void A_deployment_goes_an_hour_after_its_end_when_none_of_its_allocations_lives()
    {
        var job = ServerHarness.Job("web");
        Apply(new RegisterJob(job, null, null));
        Apply(new ApplyPlan
        {
            EvaluationID = "eval", Namespace = "default", JobID = "web", JobVersion = 0, Time = ThenNanoseconds,
            Deployment = new Deployment { ID = "d", Namespace = "default", JobID = "web", Status = DeploymentStatus.Running },
            Placements = [new PlannedPlacement(Alloc(job) with { Job = null, DeploymentID = "d", ClientStatus = AllocClientStatus.Running }, 0)],
        });
        Assert.Empty(DeploymentsAt(TimeSpan.FromDays(1)));
        Apply(new SetDeploymentStatus(new DeploymentStatusUpdate { DeploymentID = "d", Status = DeploymentStatus.Failed, UpdatedAt = ThenNanoseconds }, null, null));
        Assert.Empty(DeploymentsAt(TimeSpan.FromDays(1)));
        Apply(new UpdateAllocationsFromClient([Alloc(job) with { ClientStatus = AllocClientStatus.Complete }], [], ThenNanoseconds));
        Assert.Empty(DeploymentsAt(TimeSpan.FromHours(1) - TimeSpan.FromSeconds(1)));
        Assert.Equal(["d"], DeploymentsAt(TimeSpan.FromHours(1)));
    }

    [Theory]
    [InlineData("no policy", true)]
    [InlineData("no attempts", true)]
    [InlineData("unlimited", false)]
    [InlineData("unlimited and replaced", true)]
    [InlineData("tried within the interval", false)]
    [InlineData("tried before the interval", true)]
    [InlineData("stopped job", true)]
    [InlineData("running", false)]
    public void What_failed_goes_when_it_will_not_be_tried_again(string how, bool goes)
    {
        var policy = how switch
        {
            "no policy" => null,
            "no attempts" => new ReschedulePolicy { Attempts = 0 },
            "tried within the interval" or "tried before the interval" => new ReschedulePolicy { Attempts = 3, Interval = TimeSpan.FromHours(1) },
            _ => new ReschedulePolicy { Unlimited = true },
        };
        var job = ServerHarness.Job("web");
        job = job with { Status = JobStatus.Running, Stop = how == "stopped job", TaskGroups = [job.TaskGroups![0] with { ReschedulePolicy = policy }] };
        var tried = Then - TimeSpan.FromMinutes(how == "tried before the interval" ? 61 : 59);
        var alloc = Alloc(job) with
        {
            ClientStatus = how == "running" ? AllocClientStatus.Running : AllocClientStatus.Failed,
            ModifyTime = 1,
            NextAllocation = how == "unlimited and replaced" ? "next" : "",
            RescheduleTracker = new RescheduleTracker { Events = [new RescheduleEvent { RescheduleTime = tried.ToUnixTimeMilliseconds() * 1_000_000 }] },
        };
        Assert.Equal(goes, Garbage.IsEligible(alloc, job, Then, Then));
        Assert.False(Garbage.IsEligible(alloc with { ModifyTime = ThenNanoseconds + 1 }, job, Then, Then));
    }

    [Theory]
    [InlineData(true, false, false)]
    [InlineData(true, true, true)]
    [InlineData(false, false, true)]
    public void What_makes_children_goes_only_when_it_was_stopped(bool periodic, bool stopped, bool goes)
    {
        var job = ServerHarness.Job("web") with { Type = JobTypes.Batch, SubmitTime = ThenNanoseconds, Periodic = periodic ? new PeriodicConfig { Enabled = true, Spec = "0 0 1 1 *" } : null };
        Apply(new RegisterJob(job, null, null));
        if (stopped)
            Apply(new DeregisterJobs([new NamespacedID { Namespace = "default", ID = "web" }], Purge: false, NoShutdownDelay: false, [], ThenNanoseconds));
        if (!periodic)
            Apply(new UpsertEvaluations([new Evaluation { ID = "e", Namespace = "default", JobID = "web", Type = EvalTypes.Batch, Status = EvalStatus.Complete, ModifyTime = ThenNanoseconds }]));
        Assert.Equal(goes ? 1 : 0, JobsAt(TimeSpan.FromHours(4)).Jobs.Count);
    }

    [Fact]
    public void What_cannot_be_judged_is_told_of_and_keeps_nothing_else()
    {
        var seen = new List<string>();
        foreach (var id in (string[])["a", "b", "c"])
            Judge.Judge(id, () => seen.Add(id == "b" ? throw new FormatException("a hole") : id));
        Assert.Equal(["b"], unjudged);
        Assert.Equal(["a", "c"], seen);
    }

    private readonly List<string> unjudged = [];

    private Garbage Judge => new((what, _) => unjudged.Add(what));

    private List<string> NodesAt(TimeSpan later) => Garbage.Nodes(store.Snapshot(), Then + later - Usual.NodeThreshold);

    private List<string> DeploymentsAt(TimeSpan later) => Garbage.Deployments(store.Snapshot(), Then + later - Usual.DeploymentThreshold);

    private (List<NamespacedID> Jobs, List<string> Evaluations, List<string> Allocations) JobsAt(TimeSpan later) =>
        Judge.Jobs(store.Snapshot(), Then + later, Then + later - Usual.JobThreshold);

    private List<string> EvaluationsAt(TimeSpan later) =>
        Judge.Evaluations(store.Snapshot(), Then + later, Then + later - Usual.EvalThreshold, Then + later - Usual.BatchEvalThreshold).Evaluations;

    private Job Place(string clientStatus)
    {
        var job = ServerHarness.Job("web") with { SubmitTime = ThenNanoseconds };
        Apply(new RegisterJob(job, null, null));
        Apply(new ApplyPlan
        {
            EvaluationID = "eval", Namespace = "default", JobID = job.ID, JobVersion = 0, Time = ThenNanoseconds,
            Placements = [new PlannedPlacement(Alloc(job) with { Job = null, ClientStatus = clientStatus }, 0)],
        });
        return job;
    }

    private static Allocation Alloc(Job job) => ServerHarness.Allocation("alloc", job, NodeId);

    private void Apply(Command command) => store.Apply(++index, command);
}
