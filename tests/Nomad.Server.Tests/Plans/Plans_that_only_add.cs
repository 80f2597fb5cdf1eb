using Nomad.Model.Allocations;
using Nomad.Model.Nodes;
using Nomad.Model.Plans;
using Nomad.Server.Commands;
using Nomad.Server.Plans;
using Nomad.Server.State;

namespace Nomad.Server.Tests.Plans;

/// <summary>Most plans only add allocations, and are judged by the columns: never otherwise than by a close look.</summary>
public sealed class Plans_that_only_add
{
    private const int Seeds = 400;

    [Fact]
    public void Are_judged_by_the_columns_as_by_a_close_look()
    {
        var judged = new Dictionary<string, int>();
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            var (store, job, id) = (new StateStore(TimeProvider.System), ServerHarness.Job("a"), ServerHarness.Id(1));
            Allocation Next(string name) => Sized(ServerHarness.Allocation(name, job, id), random);
            store.Apply(1, new RegisterJob(job, null, null));
            store.Apply(2, new RegisterNode(ServerHarness.Node(id, cpu: 1000, memory: 1000) with { Status = NodeStatus.Ready, NodeMaxAllocs = random.Next(2) * 5 }, 1));
            store.Apply(3, Placed("e0", random.Next(3), Next));
            var underWay = new PlansUnderWay();
            underWay.Add(Placed("e1", random.Next(3), Next));
            var plan = new Plan
            {
                Job = job, NodeAllocation = new Dictionary<string, IReadOnlyList<Allocation>> { [id] = [.. Enumerable.Range(0, 1 + random.Next(3)).Select(number => Next($"new{number}"))] },
            };
            var (quick, close) = (new Dictionary<string, string>(), new Dictionary<string, string>());

            PlanCheck.Evaluate(store.Snapshot(), plan, new KnownRoom(store.CaptureNodes(), IsOfState: true, underWay), quick);
            PlanCheck.Evaluate(store.Snapshot(), plan, new KnownRoom(Nomad.Scheduling.Nodes.NodeTable.Empty, IsOfState: true, underWay), close);

            Assert.Equal(close.GetValueOrDefault(id), quick.GetValueOrDefault(id));
            var reason = quick.GetValueOrDefault(id, "");
            judged[reason] = judged.GetValueOrDefault(reason) + 1;
        }
        Assert.All((string[])["", "cpu", "memory", "disk", "max allocation exceeded"], reason => Assert.True(judged.GetValueOrDefault(reason) > 5, reason));
    }

    [Fact]
    public void Wait_for_a_close_look_where_the_columns_are_newer_than_the_state()
    {
        var (store, job, id) = (new StateStore(TimeProvider.System), ServerHarness.Job("a"), ServerHarness.Id(1));
        store.Apply(1, new RegisterJob(job, null, null));
        store.Apply(2, new RegisterNode(ServerHarness.Node(id, cpu: 1000) with { Status = NodeStatus.Ready }, 1));
        var before = store.Snapshot();
        var underWay = new PlansUnderWay();
        var accepted = Placed("e", 1, name => ServerHarness.Allocation(name, job, id, cpu: 400));
        underWay.Add(accepted);
        store.Apply(3, accepted);
        var nodes = store.CaptureNodes(out var index);
        Assert.Equal(3UL, index);
        var plan = new Plan { Job = job, NodeAllocation = new Dictionary<string, IReadOnlyList<Allocation>> { [id] = [ServerHarness.Allocation("new", job, id, cpu: 400)] } };

        // The accepted one is in the table and under way: counted twice there would be no room.
        Assert.Empty(PlanCheck.Evaluate(before, plan, new KnownRoom(nodes, index <= before.Index, underWay)).RejectedNodes!);
    }

    private static ApplyPlan Placed(string evaluation, int count, Func<string, Allocation> next) => new()
    {
        EvaluationID = evaluation, Namespace = "default", JobID = "a", JobVersion = 0, Time = 1,
        Placements = [.. Enumerable.Range(0, count).Select(number => new PlannedPlacement(next($"{evaluation}{number}") with { Job = null }, 0))],
    };

    private static Allocation Sized(Allocation alloc, Random random) => alloc with
    {
        AllocatedResources = alloc.AllocatedResources! with
        {
            Tasks = new Dictionary<string, AllocatedTaskResources>
            {
                ["server"] = new() { Cpu = new() { CpuShares = random.Next(250) }, Memory = new() { MemoryMB = random.Next(250) } },
            },
            Shared = new() { DiskMB = random.Next(20) == 0 ? 100_001 : 1 },
        },
    };
}
