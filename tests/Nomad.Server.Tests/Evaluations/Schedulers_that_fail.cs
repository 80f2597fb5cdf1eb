using Nomad.Model.Evaluations;
using Nomad.Model.Jobs;
using Nomad.Server.Commands;
using Nomad.Server.Endpoints;
using Nomad.Server.Evaluations;

namespace Nomad.Server.Tests.Evaluations;

/// <summary>An evaluation that cannot be worked out is set aside with its reason; everything else goes on.</summary>
public sealed class Schedulers_that_fail
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task What_no_scheduler_can_work_out_fails_with_its_reason_and_is_tried_again_much_later()
    {
        await using var server = await ServerAgent.StartAsync(new ServerOptions
        {
            Name = "server-1", NumSchedulers = 1,
            Broker = new BrokerOptions { InitialNackDelay = TimeSpan.FromMilliseconds(1), SubsequentNackDelay = TimeSpan.FromMilliseconds(1) },
        }, new ServerPorts { Random = new Random(7) });
        await using var node = new FakeNode(server.Nodes, ServerHarness.Node(ServerHarness.Id(1)));
        await node.StartAsync();
        var broken = ServerHarness.Job("broken");
        // Admission refuses such a job; here is one that came by it.
        broken = broken with { TaskGroups = [broken.TaskGroups![0], broken.TaskGroups[0]] };
        var bad = new Evaluation
        {
            ID = ServerHarness.Id(7), Namespace = "default", JobID = "broken", Type = EvalTypes.Service, Priority = 50,
            TriggeredBy = EvalTriggers.JobRegister, Status = EvalStatus.Pending,
        };
        await server.Proposer.ProposeAsync(new RegisterJob(broken, null, bad), None);
        await server.Jobs.RegisterAsync(new JobRegistration { Document = ServerHarness.JobDocument("web", 1) }, None);
        await ServerHarness.EventuallyAsync(() => server.State.Snapshot().Evaluation(bad.ID)?.Status == EvalStatus.Failed, "the evaluation failed");
        var state = server.State.Snapshot();
        var failed = state.Evaluation(bad.ID)!;
        Assert.StartsWith("evaluation reached delivery limit (3): ", failed.StatusDescription);
        Assert.Contains("same key", failed.StatusDescription);
        var again = state.Evaluation(failed.NextEval)!;
        Assert.Equal((EvalTriggers.FailedFollowUp, EvalStatus.Pending, bad.ID, ""), (again.TriggeredBy, again.Status, again.PreviousEval, again.StatusDescription));
        Assert.InRange(again.Wait.ToTimeSpan(), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(6));
        await ServerHarness.EventuallyAsync(() => server.State.Snapshot().AllocationsOfJob("default", "web").Any(alloc => alloc.ClientStatus == "running"), "others go on");
    }

    [Fact]
    public async Task The_last_reason_is_kept_until_the_evaluation_is_over()
    {
        var broker = new EvaluationBroker(new ServerPorts(), new BrokerOptions { InitialNackDelay = TimeSpan.FromMilliseconds(1), SubsequentNackDelay = TimeSpan.FromMilliseconds(1) });
        broker.SetEnabled(true);
        broker.Enqueue(new Evaluation { ID = "e", Namespace = "default", JobID = "a", Type = EvalTypes.Service, Status = EvalStatus.Pending });
        async Task<EvaluationLease> TakeAsync() => (await broker.TakeAsync([EvalTypes.Service], ServerHarness.Patience, None))!;
        Assert.Equal("", broker.Problem("e"));
        broker.Nack("e", (await TakeAsync()).Token, "first");
        broker.Nack("e", (await TakeAsync()).Token, new string('x', 10_000));
        Assert.InRange(broker.Problem("e").Length, 1, 1000);
        broker.Ack("e", (await TakeAsync()).Token);
        Assert.Equal("", broker.Problem("e"));
    }
}
