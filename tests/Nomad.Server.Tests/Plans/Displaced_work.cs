using Nomad.Model.Allocations;
using Nomad.Model.Evaluations;
using Nomad.Model.Nodes;
using Nomad.Model.Scheduling;
using Nomad.Rpc;
using Nomad.Server.Endpoints;

namespace Nomad.Server.Tests.Plans;

/// <summary>Jobs whose work is displaced hear of it, each once, and wait for room.</summary>
public sealed class Displaced_work
{
    [Fact]
    public async Task Each_job_that_loses_work_gets_an_evaluation_and_waits()
    {
        await using var server = await ServerHarness.StartAsync();
        await server.Operator.SetSchedulerAsync(new SchedulerConfiguration { PreemptionConfig = new() { ServiceSchedulerEnabled = true } }, null, CancellationToken.None);
        var node = ServerHarness.Node(ServerHarness.Id(1), cpu: 1000);
        await server.Nodes.RegisterAsync(node, CancellationToken.None);
        await server.Nodes.HeartbeatAsync(new NodeHeartbeat(node.ID, node.SecretID, NodeStatus.Ready), CancellationToken.None);
        foreach (var (id, count, priority) in ((string, int, int)[])[("one", 2, 10), ("two", 2, 20), ("high", 1, 90)])
        {
            var document = ServerHarness.JobDocument(id, count, cpu: id == "high" ? 1000 : 250);
            document["Priority"] = priority;
            await server.Jobs.RegisterAsync(new JobRegistration { Document = document }, CancellationToken.None);
            await Eventually.TrueAsync(() => server.State.Snapshot().AllocationsOfJob("default", id).Count(alloc => alloc.DesiredStatus == AllocDesiredStatus.Run) == count, $"{count} of {id} are to run");
        }
        var by = server.State.Snapshot().AllocationsOfJob("default", "high").Single();
        Assert.Equal(4, by.PreemptedAllocations!.Count);
        foreach (var id in (string[])["one", "two"])
        {
            var state = server.State.Snapshot();
            Assert.All(state.AllocationsOfJob("default", id), alloc => Assert.Equal(
                (AllocDesiredStatus.Evict, by.ID, $"Preempted by alloc ID {by.ID}"), (alloc.DesiredStatus, alloc.PreemptedByAllocation, alloc.DesiredDescription)));
            Assert.Equal(by.CreateIndex, Assert.Single(state.EvaluationsOfJob("default", id), eval => eval.TriggeredBy == EvalTriggers.Preemption).CreateIndex);
            await Eventually.TrueAsync(() => server.State.Snapshot().EvaluationsOfJob("default", id).Any(eval => eval.Status == EvalStatus.Blocked), $"{id} waits");
        }
    }
}
