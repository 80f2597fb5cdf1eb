using Nomad.Model.Deployments;
using Nomad.Model.Evaluations;
using Nomad.Model.Jobs;
using Nomad.Model.Plans;
using Nomad.Model.Requests;
using Nomad.Rpc;
using Nomad.Server.Collection;
using Nomad.Server.Commands;
using Nomad.Server.Endpoints;
using Nomad.Server.Evaluations;
using Nomad.Server.Plans;
using Nomad.Server.Workers;

namespace Nomad.Server.Tests.Evaluations;

/// <summary>Evaluations that need not be worked out, or lost again and again, end with their reason.</summary>
public sealed class Evaluations_that_are_set_aside
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Those_that_a_newer_one_makes_needless_are_cancelled()
    {
        await using var server = await ServerHarness.StartAsync();
        await PauseAsync(server, true);
        var evaluations = new List<string>();
        for (var count = 1; count <= 4; count++)
            evaluations.Add((await server.Jobs.RegisterAsync(new JobRegistration { Document = ServerHarness.JobDocument("web", count) }, None)).EvalID);
        await PauseAsync(server, false);
        await ServerHarness.EventuallyAsync(() => evaluations.TrueForAll(id => server.State.Snapshot().Evaluation(id)!.Status is not (EvalStatus.Pending or EvalStatus.Blocked)), "all are over");
        var over = evaluations.ConvertAll(id => server.State.Snapshot().Evaluation(id)!);
        // The oldest may have been under way already; of the rest the newest stands for all.
        Assert.Equal(EvalStatus.Complete, over[^1].Status);
        Assert.All(over[1..^1], eval => Assert.Equal((EvalStatus.Canceled, "canceled after more recent eval was processed"), (eval.Status, eval.StatusDescription)));
    }

    [Fact]
    public async Task Of_two_that_wait_for_one_job_the_older_is_cancelled()
    {
        await using var server = await ServerHarness.StartAsync();
        await server.Proposer.ProposeAsync(new RegisterJob(ServerHarness.Job("web"), null, null), None);
        Evaluation Waiting(int number) => new()
        {
            ID = ServerHarness.Id(number), Namespace = "default", JobID = "web", Type = EvalTypes.Service, Priority = 50, TriggeredBy = EvalTriggers.QueuedAllocs,
            Status = EvalStatus.Blocked, SnapshotIndex = ulong.MaxValue - 9 + (ulong)number,
        };
        await server.Proposer.ProposeAsync(new UpsertEvaluations([Waiting(1)]), None);
        await server.Proposer.ProposeAsync(new UpsertEvaluations([Waiting(2)]), None);
        await ServerHarness.EventuallyAsync(() => server.State.Snapshot().Evaluation(ServerHarness.Id(1))!.Status == EvalStatus.Canceled, "the older one is cancelled");
        Assert.Equal("existing blocked evaluation exists for job \"web\"", server.State.Snapshot().Evaluation(ServerHarness.Id(1))!.StatusDescription);
        Assert.Equal(EvalStatus.Blocked, server.State.Snapshot().Evaluation(ServerHarness.Id(2))!.Status);
    }

    [Theory]
    [InlineData(EvalTypes.Service, 5, 5)]
    [InlineData(EvalTypes.Batch, 2, 2)]
    [InlineData(EvalTypes.System, 5, 5)]
    [InlineData(EvalTypes.Sysbatch, 2, 2)]
    public Task One_whose_plans_never_hold_fails_after_its_attempts_and_leaves_another_that_is_tried_later(string type, int attempts, int plans) =>
        FailAsync(type, attempts, plans, new PlanResult());

    /// <summary>A deployment that a plan would have begun counts as progress, but only the first time: else it would be lost and begun for ever.</summary>
    [Theory]
    [InlineData(EvalTypes.Service, 5, 6)]
    [InlineData(EvalTypes.Batch, 2, 3)]
    [InlineData(EvalTypes.System, 5, 6)]
    [InlineData(EvalTypes.Sysbatch, 2, 3)]
    public Task A_deployment_that_is_lost_with_each_plan_gives_one_attempt_more(string type, int attempts, int plans) =>
        FailAsync(type, attempts, plans, new PlanResult { Deployment = new Deployment { ID = ServerHarness.Id(9) } });

    private static async Task FailAsync(string type, int attempts, int answers, PlanResult answer)
    {
        await using var server = await ServerHarness.StartAsync();
        await PauseAsync(server, true);
        await using var node = new FakeNode(server.Nodes, ServerHarness.Node(ServerHarness.Id(1)));
        await node.StartAsync();
        var id = (await server.Jobs.RegisterAsync(new JobRegistration { Document = ServerHarness.JobDocument("web", 1, type) }, None)).EvalID;
        // A worker of our own, whose plans are all refused.
        var (ports, plans, broker) = (new ServerPorts { Random = new Random(1) }, new PlanQueue(), new EvaluationBroker(new ServerPorts(), new BrokerOptions()));
        plans.SetEnabled(true);
        broker.SetEnabled(true);
        broker.Enqueue(server.State.Snapshot().Evaluation(id)!);
        using var stop = new CancellationTokenSource();
        var worker = new EvaluationWorker(broker, plans, server.State, server.Proposer, new GarbageCollector(server.Proposer, new CollectionOptions(), ports), ports).RunAsync(stop.Token);
        // One answer more than there should be is enough to see that it goes on.
        var given = 0;
        for (; given <= answers && await GoesOnAsync(); given++)
            (await plans.TakeAsync(None)).Done.SetResult(answer with { RefreshIndex = server.State.Index });
        Assert.Equal(answers, given);
        var failed = server.State.Snapshot().Evaluation(id)!;
        Assert.Equal($"maximum attempts reached ({attempts})", failed.StatusDescription);
        var later = server.State.Snapshot().Evaluation(failed.BlockedEval)!;
        Assert.Equal((EvalTriggers.MaxPlanAttempts, EvalStatus.Blocked, "created due to placement conflicts", id), (later.TriggeredBy, later.Status, later.StatusDescription, later.PreviousEval));
        var blocked = new BlockedEvaluations(broker, ports);
        blocked.SetEnabled(true);
        blocked.Block(later);
        Assert.Equal(1, blocked.Count);
        // What the leader does each minute.
        blocked.UnblockFailed();
        Assert.Equal(0, blocked.Count);
        Assert.Equal(later.JobID, (await plans.TakeAsync(None).WaitAsync(ServerHarness.Patience, None)).Plan.JobInfo!.ID);
        stop.Cancel();
        plans.SetEnabled(false);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => worker.WaitAsync(ServerHarness.Patience));

        async Task<bool> GoesOnAsync()
        {
            await ServerHarness.EventuallyAsync(() => plans.Count > 0 || server.State.Snapshot().Evaluation(id)!.Status == EvalStatus.Failed, "it failed, or went on");
            return plans.Count > 0;
        }
    }

    [Fact]
    public async Task Registration_dispatch_and_scaling_can_be_switched_off()
    {
        await using var server = await ServerHarness.StartAsync();
        await server.Proposer.ProposeAsync(new SetSchedulerConfiguration(server.State.Snapshot().SchedulerConfiguration() with { RejectJobRegistration = true }, null), None);
        foreach (var ask in (Func<Task>[])[
            () => server.Jobs.RegisterAsync(new JobRegistration { Document = ServerHarness.JobDocument("web", 1) }, None),
            () => server.Jobs.DispatchAsync("default", new JobDispatchRequest { JobID = "web" }, "", None),
            () => server.Jobs.ScaleAsync("default", new JobScaleRequest { JobID = "web", Count = 1 }, None),
        ])
        {
            var refused = await Assert.ThrowsAsync<RpcException>(ask);
            Assert.Equal((403, "Job registration, dispatch, and scale are disabled by the scheduler configuration"), (refused.Code, refused.Message));
        }
    }

    private static Task PauseAsync(ServerAgent server, bool paused) =>
        server.Proposer.ProposeAsync(new SetSchedulerConfiguration(server.State.Snapshot().SchedulerConfiguration() with { PauseEvalBroker = paused }, null), None);
}
