using Nomad.Model.Evaluations;
using Nomad.Model.Nodes;
using Nomad.Rpc;
using Nomad.Server.Endpoints;
using Nomad.Server.Evaluations;
using Nomad.Server.State;

namespace Nomad.Server.Tests.Evaluations;

public sealed class Evaluations_do_not_leak
{
    [Fact]
    public async Task A_job_that_fits_nowhere_waits_once_however_often_it_is_looked_at()
    {
        await using var server = await ServerHarness.StartAsync();
        var node = ServerHarness.Node(ServerHarness.Id(1), cpu: 1000);
        await server.Nodes.RegisterAsync(node, CancellationToken.None);
        await server.Nodes.HeartbeatAsync(new NodeHeartbeat(node.ID, node.SecretID, NodeStatus.Ready), CancellationToken.None);
        await server.Jobs.RegisterAsync(new JobRegistration { Document = ServerHarness.JobDocument("big", 1, cpu: 4000) }, CancellationToken.None);
        for (var round = 0; round < 20; round++)
            await server.Jobs.EvaluateAsync("default", "big", forceReschedule: false, CancellationToken.None);
        await ServerHarness.EventuallyAsync(() => server.State.Snapshot().Evaluations().Count(eval => !eval.IsTerminal()) == 1, "one evaluation is left open");
        Assert.Equal(EvalStatus.Blocked, server.State.Snapshot().Evaluations().Single(eval => !eval.IsTerminal()).Status);
    }

    [Fact]
    public void Those_that_wait_for_a_node_wake_for_it_alone_and_leave_nothing_behind()
    {
        var ports = new ServerPorts();
        var broker = new EvaluationBroker(ports, new BrokerOptions());
        broker.SetEnabled(true);
        var blocked = new BlockedEvaluations(broker, ports);
        blocked.SetEnabled(true);
        Evaluation Waits(string id, string node) => new()
        {
            ID = id, Namespace = "default", JobID = "sys", Type = "system", Priority = 50, Status = EvalStatus.Blocked, NodeID = node,
            ClassEligibility = new Dictionary<string, bool> { ["big"] = true },
        };
        blocked.Block(Waits("a", "n1"));
        blocked.Block(Waits("b", "n2"));
        blocked.Unblock("big", 10);
        Assert.Equal(2, blocked.Count);
        blocked.UnblockNode("n2", 11);
        Assert.Equal((1, 1), (blocked.Count, broker.Stats().Ready));
        blocked.Untrack("default", "sys");
        Assert.Equal(0, blocked.Count);
        blocked.UnblockNode("n1", 12);
        Assert.Equal(1, broker.Stats().Ready);
    }
}
