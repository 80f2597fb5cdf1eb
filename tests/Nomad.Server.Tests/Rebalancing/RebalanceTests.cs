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

    private static List<Allocation> Live(ServerAgent server) =>
        [.. server.State.Snapshot().AllocationsOfJob("default", "web").Where(alloc => alloc.DesiredStatus == AllocDesiredStatus.Run)];
}
