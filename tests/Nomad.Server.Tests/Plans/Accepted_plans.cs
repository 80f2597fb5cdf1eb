using System.Collections.Concurrent;
using System.Text.Json.Nodes;
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

public sealed class Accepted_plans
{
    private const int Nodes = 4;
    private const int Jobs = 40;

    /// <summary>Many workers plan on stale views for few nodes; what is committed must hold at the very index it is committed at.</summary>
    [Fact]
    public async Task Every_node_holds_what_it_was_given_at_every_index()
    {
        await using var server = await ServerHarness.StartAsync();
        var broken = new ConcurrentQueue<string>();
        server.State.Committed += commit => Check(server.State.Snapshot(), commit, broken);
        for (var number = 1; number <= Nodes; number++)
        {
            var node = Machine(number);
            await server.Nodes.RegisterAsync(node, CancellationToken.None);
            await server.Nodes.HeartbeatAsync(new NodeHeartbeat(node.ID, node.SecretID, NodeStatus.Ready), CancellationToken.None);
        }
        await Task.WhenAll(Enumerable.Range(0, Jobs).Select(number => RegisterAsync(server, number, count: 1 + number % 4, version: 1)));
        await SettledAsync(server);
        // Again with other sizes, so that stops and placements meet in one plan.
        await Task.WhenAll(Enumerable.Range(0, Jobs).Select(number => RegisterAsync(server, number, count: 1 + (number + 1) % 3, version: 2)));
        await SettledAsync(server);
        Assert.Empty(broken);
        Assert.True(server.State.Snapshot().Allocations().Count(alloc => !alloc.IsTerminal()) > Nodes);
    }

    /// <summary>A plan that lost to one not applied yet tries again on a state that has it, not on the one that it lost on.</summary>
    [Fact]
    public async Task A_plan_that_lost_is_refreshed_to_after_the_plan_it_lost_to()
    {
        var ports = new ServerPorts { Random = new Random(7) };
        await using var server = await ServerAgent.StartAsync(new ServerOptions { Name = "server-1", EnabledSchedulers = [] }, ports);
        var node = ServerHarness.Node(ServerHarness.Id(1), cpu: 1000);
        await server.Nodes.RegisterAsync(node, CancellationToken.None);
        await server.Nodes.HeartbeatAsync(new NodeHeartbeat(node.ID, node.SecretID, NodeStatus.Ready), CancellationToken.None);
        var queue = new PlanQueue();
        queue.SetEnabled(true);
        var answers = new List<Task<Model.Plans.PlanResult>>();
        foreach (var name in (string[])["a", "b"])
        {
            await server.Jobs.RegisterAsync(new JobRegistration { Document = ServerHarness.JobDocument(name, 1, cpu: 600) }, CancellationToken.None);
            var lease = (await server.Broker.TakeAsync([EvalTypes.Service], ServerHarness.Patience, CancellationToken.None))!;
            var job = server.State.Snapshot().Job("default", name)!;
            answers.Add(queue.EnqueueAsync(new()
            {
                EvalID = lease.Evaluation.ID, EvalToken = lease.Token, SnapshotIndex = server.State.Index, Job = job, Priority = job.Priority,
                NodeAllocation = new Dictionary<string, IReadOnlyList<Allocation>>
                {
                    [node.ID] = [ServerHarness.Allocation(Guid.NewGuid().ToString(), job, node.ID, cpu: 600) with { EvalID = lease.Evaluation.ID }],
                },
            }, []));
        }
        // Both wait before either is looked at: they are checked one on the other and written together.
        var proposer = new Replication.Proposer();
        proposer.Use(server.Raft, ports.Log);
        using var stop = new CancellationTokenSource();
        var applying = new PlanApplier(queue, server.Broker, server.State, proposer, ports).RunAsync(stop.Token);
        var won = await answers[0].WaitAsync(ServerHarness.Patience);
        var lost = await answers[1].WaitAsync(ServerHarness.Patience);
        Assert.Equal([node.ID], lost.RejectedNodes!);
        Assert.InRange(won.AllocIndex, 1UL, lost.RefreshIndex);
        stop.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => applying);
    }

    [Fact]
    public void Large_plans_become_entries_within_the_limit_of_the_log()
    {
        var job = ServerHarness.Job("big");
        var metric = new AllocMetric
        {
            ScoreMetaData = [.. Enumerable.Range(0, 5).Select(number => new NodeScoreMeta { NodeID = ServerHarness.Id(number), NormScore = 0.5, Scores = new Dictionary<string, double> { ["binpack"] = 0.5 } })],
        };
        var whole = new ApplyPlan
        {
            EvaluationID = "e", Namespace = "default", JobID = "big", JobVersion = 0, Time = 1,
            Placements = [.. Enumerable.Range(0, 5_000).Select(number => new PlannedPlacement(
                ServerHarness.Allocation(ServerHarness.Id(number), job, ServerHarness.Id(number), cpu: number) with { Job = null, Metrics = metric with { AllocationTime = new(number) } }, 0))],
        };
        var entries = PlanApplier.Parts(whole).ToList();
        Assert.Equal(whole.Placements.Select(each => each.Allocation.ID), entries.SelectMany(part => part.Placements).Select(each => each.Allocation.ID));
        Assert.All(entries, part => Assert.InRange(CommandCodec.Encode(part).Length, 1, Nomad.Raft.RaftOptions.MaxEntryBytes));
    }

    [Fact]
    public void A_plan_is_checked_with_those_under_way()
    {
        var store = new StateStore(TimeProvider.System);
        var job = ServerHarness.Job("a");
        var id = ServerHarness.Id(1);
        store.Apply(1, new RegisterJob(job, null, null));
        store.Apply(2, new RegisterNode(ServerHarness.Node(id, cpu: 1000) with { Status = NodeStatus.Ready }, 1));
        var underWay = new PlansUnderWay();
        var plan = new Model.Plans.Plan { Job = job, NodeAllocation = new Dictionary<string, IReadOnlyList<Allocation>> { [id] = [ServerHarness.Allocation("second", job, id, cpu: 600)] } };
        Assert.Empty(PlanCheck.Evaluate(store.Snapshot(), plan, new KnownRoom(store.CaptureNodes(), IsOfState: true, underWay)).RejectedNodes!);
        underWay.Add(new ApplyPlan
        {
            EvaluationID = "e", Namespace = "default", JobID = "a", JobVersion = 0, Time = 1,
            Placements = [new PlannedPlacement(ServerHarness.Allocation("first", job, id, cpu: 600) with { Job = null }, 0)],
        });
        Assert.Equal([id], PlanCheck.Evaluate(store.Snapshot(), plan, new KnownRoom(store.CaptureNodes(), IsOfState: true, underWay)).RejectedNodes!);
    }

    private static void Check(StateSnapshot state, StateCommit commit, ConcurrentQueue<string> broken)
    {
        var touched = commit.Changes.Select(change => (change.After ?? change.Before) as Allocation).OfType<Allocation>().Select(alloc => alloc.NodeID).Distinct();
        foreach (var id in touched)
        {
            var fit = NodeFit.Check(state.Node(id)!, state.AllocationsOfNode(id).Where(alloc => !alloc.IsTerminal()));
            if (!fit.Fits)
                broken.Enqueue($"index {commit.Index}: {id} {fit.Exhausted}");
        }
    }

    private static Task SettledAsync(ServerAgent server) => ServerHarness.EventuallyAsync(
        () => server.State.Snapshot().Evaluations().All(eval => eval.IsTerminal() || eval.Status == EvalStatus.Blocked), "all evaluations are over or wait for room");

    private static Task RegisterAsync(ServerAgent server, int number, int count, int version)
    {
        var asks = (number % 4) switch
        {
            0 => """ "Cores": 1, "MemoryMB": 64 """,
            1 => """ "CPU": 200, "MemoryMB": 64, "Devices": [ { "Name": "gpu", "Count": 1 } ] """,
            _ => """ "CPU": 300, "MemoryMB": 200 """,
        };
        var port = number % 3 == 0 ? $$""" "ReservedPorts": [ { "Label": "fixed", "Value": {{9000 + number}} } ], """ : "";
        var document = JsonNode.Parse($$"""
            {
              "ID": "job{{number}}", "Name": "job{{number}}", "Type": "batch", "Datacenters": ["dc1"], "Namespace": "default", "Region": "global",
              "TaskGroups": [ { "Name": "g", "Count": {{count}}, "Networks": [ { {{port}} "DynamicPorts": [ { "Label": "http" } ] } ], "Tasks": [
                { "Name": "t", "Driver": "raw_exec", "Config": { "command": "/bin/true" }, "Env": { "V": "{{version}}" }, "Resources": { {{asks}} } } ] } ]
            }
            """, new JsonNodeOptions { PropertyNameCaseInsensitive = true })!.AsObject();
        return server.Jobs.RegisterAsync(new JobRegistration { Document = document }, CancellationToken.None);
    }

    private static Node Machine(int number)
    {
        var node = ServerHarness.Node(ServerHarness.Id(number), cpu: 4000, memory: 4096);
        return node with
        {
            NodeResources = node.NodeResources! with
            {
                Cpu = new() { CpuShares = 4000, TotalCpuCores = 4, ReservableCpuCores = [0, 1, 2, 3] },
                MinDynamicPort = 20_000,
                MaxDynamicPort = 20_020,
                NodeNetworks = [new() { Mode = "host", Addresses = [new() { Alias = "default", Address = "10.0.0.1" }] }],
                Devices = [new() { Vendor = "v", Type = "gpu", Name = "m", Instances = [new() { ID = "g0", Healthy = true }, new() { ID = "g1", Healthy = true }] }],
            },
        };
    }
}
