using Nomad.Model.Allocations;
using Nomad.Model.Deployments;
using Nomad.Model.Evaluations;
using Nomad.Model.Nodes;
using Nomad.Rpc;
using Nomad.Server.Commands;
using Nomad.Server.Endpoints;
using Nomad.Server.Plans;
using Nomad.Server.State;

namespace Nomad.Server.Tests.Plans;

/// <summary>A node on which plans fail again and again is taken out of scheduling, when the configuration asks for it.</summary>
public sealed class Rejected_plans
{
    private static readonly PlanRejectionOptions Options = new() { Enabled = true, Threshold = 15, Window = TimeSpan.FromMinutes(10) };
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddYears(50);

    [Fact]
    public void As_many_as_the_threshold_within_the_window_are_too_many()
    {
        var rejections = new PlanRejections(Options);
        for (var i = 0; i < 14; i++)
            Assert.False(rejections.IsTooMany("n", Start.AddSeconds(i)));
        Assert.False(rejections.IsTooMany("other", Start.AddSeconds(20)));
        Assert.True(rejections.IsTooMany("n", Start.AddSeconds(21)));
        // It begins anew: an operator may have opened the node again.
        Assert.False(rejections.IsTooMany("n", Start.AddSeconds(22)));
    }

    [Fact]
    public void Those_before_the_window_count_no_more()
    {
        var rejections = new PlanRejections(Options);
        for (var i = 0; i < 100; i++)
            Assert.False(rejections.IsTooMany("n", Start.AddMinutes(i)));
    }

    [Fact]
    public void Nothing_is_too_many_when_it_is_off()
    {
        var rejections = new PlanRejections(Options with { Enabled = false });
        for (var i = 0; i < 100; i++)
            Assert.False(rejections.IsTooMany("n", Start));
    }

    [Fact]
    public void Many_nodes_do_not_stay_remembered()
    {
        var rejections = new PlanRejections(Options);
        for (var i = 0; i < 5000; i++)
            rejections.IsTooMany($"n{i}", Start.AddMinutes(i));
        Assert.InRange(rejections.Count, 1, 1100);
    }

    [Fact]
    public void The_node_is_closed_and_says_why()
    {
        var store = new StateStore(TimeProvider.System);
        store.Apply(1, new RegisterNode(ServerHarness.Node(ServerHarness.Id(1)) with { Status = NodeStatus.Ready }, 1));
        store.Apply(2, new ApplyPlan { EvaluationID = "e", Namespace = "default", JobID = "a", JobVersion = 0, Time = 1_000_000_000, IneligibleNodes = [ServerHarness.Id(1)] });
        var node = store.Snapshot().Node(ServerHarness.Id(1))!;
        Assert.Equal(NodeEligibility.Ineligible, node.SchedulingEligibility);
        Assert.Equal((NodeEventSubsystems.Scheduler, NodeEventMessages.NodeMarkedAsIneligibleForRejectedPlans), (node.Events![^1].Subsystem, node.Events[^1].Message));
    }

    /// <summary>From a scheduler that keeps planning for room that is not there to a node that no other plan is made for.</summary>
    [Fact]
    public async Task A_node_whose_plans_are_refused_again_and_again_is_closed_by_the_applier()
    {
        const int threshold = 3;
        var ports = new ServerPorts { Random = new Random(7) };
        await using var server = await ServerAgent.StartAsync(new ServerOptions { Name = "server-1", EnabledSchedulers = [] }, ports);
        var node = ServerHarness.Node(ServerHarness.Id(1), cpu: 1000);
        await server.Nodes.RegisterAsync(node, CancellationToken.None);
        await server.Nodes.HeartbeatAsync(new NodeHeartbeat(node.ID, node.SecretID, NodeStatus.Ready), CancellationToken.None);
        await server.Jobs.RegisterAsync(new JobRegistration { Document = ServerHarness.JobDocument("big", 1, cpu: 2000) }, CancellationToken.None);
        var lease = (await server.Broker.TakeAsync([EvalTypes.Service], ServerHarness.Patience, CancellationToken.None))!;
        var job = server.State.Snapshot().Job("default", "big")!;
        var queue = new PlanQueue();
        queue.SetEnabled(true);
        var proposer = new Replication.Proposer();
        proposer.Use(server.Raft, ports.Log);
        using var stop = new CancellationTokenSource();
        var applying = new PlanApplier(queue, server.Broker, server.State, proposer, ports, Options with { Threshold = threshold }).RunAsync(stop.Token);
        for (var tries = 1; tries <= threshold; tries++)
        {
            var answer = await queue.EnqueueAsync(new()
            {
                EvalID = lease.Evaluation.ID, EvalToken = lease.Token, SnapshotIndex = server.State.Index, Job = job, Priority = job.Priority,
                Deployment = new Deployment { ID = Guid.NewGuid().ToString(), Namespace = "default", JobID = "big", Status = DeploymentStatus.Running },
                NodeAllocation = new Dictionary<string, IReadOnlyList<Allocation>>
                {
                    [node.ID] = [ServerHarness.Allocation(Guid.NewGuid().ToString(), job, node.ID, cpu: 2000) with { EvalID = lease.Evaluation.ID }],
                },
            }, []).WaitAsync(ServerHarness.Patience);
            Assert.Equal([node.ID], answer.RejectedNodes!);
            // None begins with a plan of which nothing is left, and nothing is written of it.
            if (tries < threshold)
                Assert.Empty(server.State.Snapshot().DeploymentsOfJob("default", "big"));
            Assert.Equal(tries < threshold ? NodeEligibility.Eligible : NodeEligibility.Ineligible, server.State.Snapshot().Node(node.ID)!.SchedulingEligibility);
        }
        Assert.Empty(server.State.Snapshot().AllocationsOfNode(node.ID));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => applying);
    }
}
