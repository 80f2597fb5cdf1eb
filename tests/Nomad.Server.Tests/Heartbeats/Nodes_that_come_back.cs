using System.Text.Json.Nodes;
using Nomad.Model.Allocations;
using Nomad.Model.Evaluations;
using Nomad.Model.Jobs;
using Nomad.Model.Nodes;
using Nomad.Model.Requests;
using Nomad.Rpc;
using Nomad.Server.Commands;
using Nomad.Server.Endpoints;
using Nomad.Server.State;

namespace Nomad.Server.Tests.Heartbeats;

/// <summary>A node that was given up is counted on again when it has told how its work is; what was planned for its absence is called off.</summary>
public sealed class Nodes_that_come_back
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly string Id = ServerHarness.Id(1);

    [Fact]
    public async Task Out_of_contact_a_node_is_ready_only_after_its_reports_and_no_evaluation_waits_any_longer()
    {
        await using var server = await ServerHarness.StartAsync();
        await using var node = new FakeNode(server.Nodes, ServerHarness.Node(Id));
        await node.StartAsync();
        var job = ServerHarness.JobDocument("web", 2);
        job["TaskGroups"]![0]!["Disconnect"] = new JsonObject { ["LostAfter"] = TimeSpan.FromHours(1).Ticks * 100, ["Replace"] = false };
        await server.Jobs.RegisterAsync(new JobRegistration { Document = job }, None);
        await ServerHarness.EventuallyAsync(() => Count(server, AllocClientStatus.Running) == 2, "two run");
        await node.DisposeAsync();
        var evaluation = NewEvaluation(server);
        await server.Proposer.ProposeAsync(new SetNodeStatus(Id, NodeStatus.Disconnected, null, [evaluation], 1), None);
        await ServerHarness.EventuallyAsync(() => Count(server, AllocClientStatus.Unknown) == 2 && server.Broker.Stats().Waiting == 1, "they are unknown, one evaluation waits");

        Assert.Equal((NodeStatus.Initializing, true), await BeatAsync(server));
        Assert.Equal((NodeStatus.Initializing, true), await BeatAsync(server));
        await ReportAsync(server);
        Assert.Equal((NodeStatus.Ready, false), await BeatAsync(server));
        Assert.Equal(0, server.Broker.Stats().Waiting);
        var waited = Assert.Single(server.State.Snapshot().Evaluations(), eval => eval.TriggeredBy == EvalTriggers.MaxDisconnectTimeout);
        Assert.Equal((EvalStatus.Canceled, EvalStatusDescriptions.CanceledAfterReconnect), (waited.Status, waited.StatusDescription));
        await ServerHarness.EventuallyAsync(() => Count(server, AllocClientStatus.Running) == 2
            && server.State.Snapshot().Evaluations().All(eval => eval.IsTerminal()), "both go on and nothing is left over");
    }

    [Fact]
    public async Task Given_up_altogether_it_tells_of_what_nobody_has_taken_from_it_yet()
    {
        await using var server = await ServerHarness.StartAsync();
        await using var node = new FakeNode(server.Nodes, ServerHarness.Node(Id));
        await node.StartAsync();
        await server.Jobs.RegisterAsync(new JobRegistration { Document = ServerHarness.JobDocument("web", 1) }, None);
        await ServerHarness.EventuallyAsync(() => Count(server, AllocClientStatus.Running) == 1, "one runs");
        await server.Proposer.ProposeAsync(new SetSchedulerConfiguration(server.State.Snapshot().SchedulerConfiguration() with { PauseEvalBroker = true }, null), None);
        await server.Proposer.ProposeAsync(new SetNodeStatus(Id, NodeStatus.Down, null, [], 1), None);
        Assert.Equal((NodeStatus.Initializing, true), await BeatAsync(server));
        await server.Nodes.RegisterAsync(ServerHarness.Node(Id) with { Status = NodeStatus.Ready }, None);
        Assert.Equal(NodeStatus.Initializing, server.State.Snapshot().Node(Id)!.Status);
        await ReportAsync(server);
        var told = server.State.Snapshot().Node(Id)!;
        Assert.True(told.LastAllocUpdateIndex > told.LastMissedHeartbeatIndex);
        Assert.Equal((NodeStatus.Ready, false), await BeatAsync(server));
        // Later reports are no news of the node.
        await ReportAsync(server);
        Assert.Equal(told.LastAllocUpdateIndex, server.State.Snapshot().Node(Id)!.LastAllocUpdateIndex);
    }

    [Fact]
    public async Task A_node_without_work_has_nothing_to_tell()
    {
        await using var server = await ServerHarness.StartAsync();
        await server.Nodes.RegisterAsync(ServerHarness.Node(Id), None);
        Assert.Equal((NodeStatus.Ready, false), await BeatAsync(server));
        await server.Proposer.ProposeAsync(new SetNodeStatus(Id, NodeStatus.Down, null, [], 1), None);
        Assert.Equal((NodeStatus.Ready, false), await BeatAsync(server));
    }

    [Fact]
    public void What_several_wait_for_is_called_off_with_the_last_of_them()
    {
        var store = new StateStore(TimeProvider.System);
        var job = ServerHarness.Job("web", 2);
        store.Apply(1, new RegisterJob(job, null, null));
        store.Apply(2, new UpsertEvaluations([new Evaluation
        {
            ID = "later", Namespace = "default", JobID = "web", Type = JobTypes.Service, Status = EvalStatus.Pending, TriggeredBy = EvalTriggers.MaxDisconnectTimeout,
        }]));
        store.Apply(3, new ApplyPlan
        {
            EvaluationID = "eval", Namespace = "default", JobID = "web", JobVersion = 0, Time = 1,
            Placements = [.. ((string[])["a", "b"]).Select(id => new PlannedPlacement(
                ServerHarness.Allocation(id, job, Id) with { Job = null, ClientStatus = AllocClientStatus.Unknown, FollowupEvalID = "later" }, 0))],
        });
        store.Apply(4, Report("a"));
        Assert.Equal(EvalStatus.Pending, store.Snapshot().Evaluation("later")!.Status);
        store.Apply(5, Report("b"));
        Assert.Equal(EvalStatus.Canceled, store.Snapshot().Evaluation("later")!.Status);

        static UpdateAllocationsFromClient Report(string id) => new([new Allocation { ID = id, ClientStatus = AllocClientStatus.Running }], [], 1);
    }

    private static Evaluation NewEvaluation(ServerAgent server) => new()
    {
        ID = ServerHarness.Id(900), Namespace = "default", JobID = "web", Type = JobTypes.Service, Priority = 50, TriggeredBy = EvalTriggers.NodeUpdate,
        NodeID = Id, JobModifyIndex = server.State.Snapshot().Job("default", "web")!.JobModifyIndex, Status = EvalStatus.Pending,
    };

    private static async Task<(string Status, bool AwaitsReports)> BeatAsync(ServerAgent server)
    {
        NodeUpdateResponse answer = await server.Nodes.HeartbeatAsync(new NodeHeartbeat(Id, "secret-" + Id, NodeStatus.Ready), None);
        return (server.State.Snapshot().Node(Id)!.Status, answer.AwaitsReports);
    }

    private static Task ReportAsync(ServerAgent server) => server.Nodes.UpdateAllocationsAsync(new NodeAllocationUpdates(Id, "secret-" + Id,
        [.. server.State.Snapshot().AllocationsOfNode(Id).Where(alloc => !alloc.IsTerminal()).Select(alloc => alloc with { ClientStatus = AllocClientStatus.Running })]), None);

    private static int Count(ServerAgent server, string status) => server.State.Snapshot().AllocationsOfJob("default", "web").Count(alloc => alloc.ClientStatus == status);
}
