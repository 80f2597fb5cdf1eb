using Nomad.Model.Allocations;
using Nomad.Model.Jobs;
using Nomad.Model.Nodes;
using Nomad.Model.Plans;
using Nomad.Server.Commands;
using Nomad.Server.Plans;
using Nomad.Server.State;

namespace Nomad.Server.Tests.Plans;

public sealed class Near_rules_at_the_end
{
    private static readonly string First = ServerHarness.Id(1);
    private static readonly string Second = ServerHarness.Id(2);

    [Theory]
    [InlineData(50, "", true, true)]
    [InlineData(50, "", false, false)]
    [InlineData(50, "${meta.rack}", false, true)]
    [InlineData(-50, "", true, false)]
    [InlineData(-50, "", false, true)]
    [InlineData(-50, "${meta.rack}", false, false)]
    public void What_a_plan_relied_on_is_asked_again(int weight, string attribute, bool sameNode, bool holds)
    {
        var (store, plan) = Planned(new NearRule { Job = "db", Weight = weight, Attribute = attribute, Required = true }, sameNode ? First : Second);
        Assert.Equal(holds ? [] : new[] { First }, PlanCheck.Evaluate(store.Snapshot(), plan).RejectedNodes);
    }

    [Fact]
    public void Company_that_left_meanwhile_is_none_and_a_wish_holds_all_the_same()
    {
        var (store, plan) = Planned(new NearRule { Job = "db", Weight = 50, Required = true }, First);
        Assert.Empty(PlanCheck.Evaluate(store.Snapshot(), plan).RejectedNodes!);
        store.Apply(9, new ApplyPlan
        {
            EvaluationID = "e", Namespace = "default", JobID = "db", JobVersion = 0, Time = 1, Stops = [new PlannedStop("there", AllocDesiredStatus.Stop, "", "", "")],
        });
        var reasons = new Dictionary<string, string>();
        Assert.Equal([First], PlanCheck.Evaluate(store.Snapshot(), plan, reasons).RejectedNodes);
        Assert.Equal("near job \"db\"", reasons[First]);
        var wish = new NearRule { Job = "db", Weight = 50 };
        Assert.Empty(PlanCheck.Evaluate(store.Snapshot(), Planned(wish, Second).Plan).RejectedNodes!);
    }

    [Fact]
    public void Company_may_come_in_the_same_plan()
    {
        var (store, plan) = Planned(new NearRule { Group = "other", Weight = 50, Required = true }, Second);
        Assert.Equal([First], PlanCheck.Evaluate(store.Snapshot(), plan).RejectedNodes);
        var together = ServerHarness.Allocation("together", plan.Job!, First, cpu: 10) with { TaskGroup = "other" };
        var both = plan with { NodeAllocation = new Dictionary<string, IReadOnlyList<Allocation>> { [First] = [.. plan.NodeAllocation![First], together] } };
        Assert.Empty(PlanCheck.Evaluate(store.Snapshot(), both).RejectedNodes!);
    }

    /// <summary>Two nodes of one rack, an allocation of job db on one of them, and a plan that places a job with the rule on the first.</summary>
    private static (StateStore Store, Plan Plan) Planned(NearRule rule, string there)
    {
        var store = new StateStore(TimeProvider.System);
        var db = ServerHarness.Job("db");
        store.Apply(1, new RegisterJob(db, null, null));
        foreach (var (index, id) in new[] { (2UL, First), (3UL, Second) })
            store.Apply(index, new RegisterNode(ServerHarness.Node(id, cpu: 4000) with { Status = NodeStatus.Ready, Meta = new Dictionary<string, string> { ["rack"] = "r1" } }, 1));
        store.Apply(4, new ApplyPlan
        {
            EvaluationID = "e", Namespace = "default", JobID = "db", JobVersion = 0, Time = 1,
            Placements = [new PlannedPlacement(ServerHarness.Allocation("there", db, there, cpu: 10) with { Job = null }, 0)],
        });
        var job = ServerHarness.Job("web");
        job = job with { TaskGroups = [job.TaskGroups![0] with { Near = [rule] }] };
        return (store, new Plan
        {
            Job = job,
            NodeAllocation = new Dictionary<string, IReadOnlyList<Allocation>> { [First] = [ServerHarness.Allocation("new", job, First, cpu: 10)] },
        });
    }
}
