using Nomad.Model.Evaluations;
using Nomad.Rpc;
using Nomad.Server.Commands;
using Nomad.Server.Endpoints;
using Nomad.Server.State;

namespace Nomad.Server.Tests.Endpoints;

/// <summary>Operators may remove evaluations while the broker is paused, apart from those that something lives of.</summary>
public sealed class Deleting_evaluations
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Only_while_paused_only_known_ones_and_none_with_living_allocations()
    {
        await using var server = await ServerHarness.StartAsync();
        await using var node = new FakeNode(server.Nodes, ServerHarness.Node(ServerHarness.Id(1)));
        await node.StartAsync();
        var used = (await server.Jobs.RegisterAsync(new JobRegistration { Document = ServerHarness.JobDocument("web", 1) }, None)).EvalID;
        await ServerHarness.EventuallyAsync(() => server.State.Snapshot().AllocationsOfJob("default", "web").Any(alloc => alloc.ClientStatus == "running"), "it runs");
        Assert.Equal("eval broker is enabled; eval broker must be paused to delete evals", await RefusalAsync(() => server.Evaluations.DeleteAsync([used], None)));
        await server.Proposer.ProposeAsync(new SetSchedulerConfiguration(server.State.Snapshot().SchedulerConfiguration() with { PauseEvalBroker = true }, null), None);
        Assert.Equal("eval not found", await RefusalAsync(() => server.Evaluations.DeleteAsync([ServerHarness.Id(9)], None)));
        Assert.Equal($"eval {used} is not safe to delete", await RefusalAsync(() => server.Evaluations.DeleteAsync([used], None)));
        foreach (var id in (string[])["a", "b", "c"])
            await server.Jobs.RegisterAsync(new JobRegistration { Document = ServerHarness.JobDocument(id, 1) }, None);
        var waiting = server.State.Snapshot().Evaluations().Where(eval => eval.Status == EvalStatus.Pending).ToList();
        // Paused, nobody works any of them out.
        Assert.Equal(["a", "b", "c"], waiting.Select(eval => eval.JobID).Order());
        Assert.Equal(1, (await server.Evaluations.DeleteAsync([waiting[0].ID], None)).Count);
        var before = server.State.Snapshot().Evaluations().Count(eval => eval.JobID != "web");
        Assert.Equal(before, (await server.Evaluations.DeleteAsync(eval => eval.JobID != "web" || eval.ID == used, None)).Count);
        Assert.All(server.State.Snapshot().Evaluations(), eval => Assert.Equal("web", eval.JobID));
        Assert.NotNull(server.State.Snapshot().Evaluation(used));
    }

    [Fact]
    public async Task An_evaluation_of_an_unknown_reason_fails_at_once()
    {
        await using var server = await ServerHarness.StartAsync();
        var odd = new Evaluation { ID = ServerHarness.Id(7), Namespace = "default", JobID = "a", Type = EvalTypes.System, Priority = 50, TriggeredBy = "whim", Status = EvalStatus.Pending };
        await server.Proposer.ProposeAsync(new UpsertEvaluations([odd]), None);
        await ServerHarness.EventuallyAsync(() => server.State.Snapshot().Evaluation(odd.ID)!.Status == EvalStatus.Failed, "it fails");
        Assert.Equal("scheduler cannot handle 'whim' evaluation reason", server.State.Snapshot().Evaluation(odd.ID)!.StatusDescription);
    }

    private static async Task<string> RefusalAsync(Func<Task> ask) => (await Assert.ThrowsAsync<RpcException>(ask)).Message;
}
