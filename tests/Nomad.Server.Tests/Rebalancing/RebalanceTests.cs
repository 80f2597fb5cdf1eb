using Nomad.Model;
using Nomad.Model.Allocations;
using Nomad.Model.Deployments;
using Nomad.Model.Evaluations;
using Nomad.Model.Rebalancing;
using Nomad.Model.Scheduling;
using Nomad.Rpc;
using Nomad.Scheduling.Rebalancing;
using Nomad.Server.Endpoints;
using Nomad.Server.Rebalancing;
using Nomad.Server.State;

namespace Nomad.Server.Tests.Rebalancing;

public sealed class RebalanceTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_plan_changes_nothing_and_a_rebalance_moves_within_the_migrate_rules()
    {
        await using var server = await ServerHarness.StartAsync();
        await server.Operator.SetSchedulerAsync(new SchedulerConfiguration { SchedulerAlgorithm = SchedulerAlgorithms.Spread }, null, None);
        await using var first = new FakeNode(server.Nodes, ServerHarness.Node(ServerHarness.Id(1)));
        await first.StartAsync();
        await server.Jobs.RegisterAsync(new JobRegistration { Document = ServerHarness.JobDocument("web", 6, cpu: 500) }, None);
        await ServerHarness.EventuallyAsync(() => server.State.Snapshot().LatestDeployment("default", "web")?.Status == DeploymentStatus.Successful, "deployed");
        await using var second = new FakeNode(server.Nodes, ServerHarness.Node(ServerHarness.Id(2)));
        await second.StartAsync();

        var index = server.State.Index;
        var plan = server.Rebalancing.Plan(server.State.Snapshot(), new RebalanceRequest());
        var move = Assert.Single(plan.Moves);
        Assert.Equal((6, 6, ServerHarness.Id(2)), (plan.Considered, plan.Better, move.ToNodeID));
        Assert.Empty(plan.EvalIDs);
        Assert.DoesNotContain(Live(server), alloc => alloc.DesiredTransition.Migrate == true);

        var made = await server.Rebalancing.MoveAsync(new RebalanceRequest { JobID = "web" }, None);
        Assert.True(made.Index > index);
        Assert.Equal(Rebalancer.Trigger, server.State.Snapshot().Evaluation(Assert.Single(made.EvalIDs))!.TriggeredBy);
        await ServerHarness.EventuallyAsync(() => Live(server).Count(alloc => alloc.ClientStatus == AllocClientStatus.Running) == 6
            && Live(server).Count(alloc => alloc.NodeID == ServerHarness.Id(2)) == 1, "one of six has moved");
        Assert.Equal(AllocDesiredStatus.Stop, server.State.Snapshot().Allocation(made.Moves[0].AllocID)!.DesiredStatus);
    }

    [Fact]
    public async Task Impossible_wishes_are_refused_and_the_setting_is_kept()
    {
        await using var server = await ServerHarness.StartAsync();
        string Refusal(RebalanceRequest request) => Assert.Throws<RpcException>(() => server.Rebalancing.Plan(server.State.Snapshot(), request)).Message;
        Assert.Equal("job not found", Refusal(new() { JobID = "none" }));
        Assert.StartsWith("MaxMoves must be between 0", Refusal(new() { MaxMoves = -1 }), StringComparison.Ordinal);
        Assert.StartsWith("MinGain must be between 0", Refusal(new() { MinGain = double.NaN }), StringComparison.Ordinal);
        Assert.Equal(0, (await server.Rebalancing.MoveAsync(new(), None)).Considered);
        await Assert.ThrowsAsync<RpcException>(() => server.Operator.SetSchedulerAsync(new SchedulerConfiguration { RebalanceMaxMoves = -1 }, null, None));
        await server.Operator.SetSchedulerAsync(new SchedulerConfiguration { RebalanceMaxMoves = 3 }, null, None);
        Assert.Equal(3, server.State.Snapshot().SchedulerConfiguration().RebalanceMaxMoves);
    }

    [Fact]
    public async Task Moves_go_on_though_some_job_waits_for_ever()
    {
        await using var server = await ServerHarness.StartAsync();
        await server.Jobs.RegisterAsync(new JobRegistration { Document = ServerHarness.JobDocument("nowhere", 1) }, None);
        await ServerHarness.EventuallyAsync(() => server.State.Snapshot().Evaluations().Any(eval => eval.Status == EvalStatus.Blocked), "blocked");
        Assert.False(RebalanceEndpoint.UnderWay(server.State.Snapshot()));
    }

    [Fact]
    public async Task Minute_by_minute_it_moves_within_its_budget_and_the_migrate_rules_until_nothing_is_better_and_then_is_quiet()
    {
        await using var server = await ServerHarness.StartAsync();
        await server.Operator.SetSchedulerAsync(new SchedulerConfiguration { SchedulerAlgorithm = SchedulerAlgorithms.Spread }, null, None);
        await using var first = new FakeNode(server.Nodes, ServerHarness.Node(ServerHarness.Id(1)));
        await first.StartAsync();
        string[] jobs = ["a", "b", "c"];
        foreach (var id in jobs)
            await server.Jobs.RegisterAsync(new JobRegistration { Document = ServerHarness.JobDocument(id, 4, cpu: 200) }, None);
        await SettleAsync();
        await using var second = new FakeNode(server.Nodes, ServerHarness.Node(ServerHarness.Id(2)));
        await second.StartAsync();
        Assert.Empty(await server.Rebalancing.StepAsync(None));
        await server.Operator.SetSchedulerAsync(new SchedulerConfiguration { SchedulerAlgorithm = SchedulerAlgorithms.Spread, RebalanceMaxMoves = 2 }, null, None);
        var (moved, minutes) = (0, 0);
        while (await server.Rebalancing.StepAsync(None) is { Count: > 0 } moves)
        {
            Assert.InRange(moves.Count, 1, 2);
            // One at a time of each group, as its migrate rules say.
            Assert.Equal(moves.Count, moves.Select(move => move.JobID).Distinct().Count());
            moved += moves.Count;
            Assert.True(++minutes < 30, "it moves for ever");
            await SettleAsync();
        }
        Assert.InRange(moved, 4, 8);
        Assert.InRange(Running().Count(alloc => alloc.NodeID == ServerHarness.Id(2)), 4, 8);
        for (var i = 0; i < 5; i++)
            Assert.Empty(await server.Rebalancing.StepAsync(None));

        List<Allocation> Running() => [.. server.State.Snapshot().Allocations().Where(alloc => !alloc.IsTerminal() && alloc.ClientStatus == AllocClientStatus.Running)];
        Task SettleAsync() => ServerHarness.EventuallyAsync(() => Running() is { Count: 12 } all
            && all.All(alloc => alloc.DesiredTransition.Migrate != true && alloc.DeploymentStatus?.Healthy == true) && server.State.Snapshot().Evaluations().All(eval => eval.IsTerminal())
            && jobs.All(id => server.State.Snapshot().LatestDeployment("default", id) is null or { Status: DeploymentStatus.Successful }), "twelve run");
    }

    private static List<Allocation> Live(ServerAgent server) =>
        [.. server.State.Snapshot().AllocationsOfJob("default", "web").Where(alloc => alloc.DesiredStatus == AllocDesiredStatus.Run)];
}
