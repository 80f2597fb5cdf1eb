using Nomad.Model.Nodes;
using Nomad.Server.Commands;
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
}
