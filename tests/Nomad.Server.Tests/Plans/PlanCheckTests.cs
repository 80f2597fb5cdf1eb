using Nomad.Model.Allocations;
using Nomad.Model.Jobs;
using Nomad.Model.Nodes;
using Nomad.Model.Plans;
using Nomad.Model.Volumes;
using Nomad.Server.Commands;
using Nomad.Server.Plans;
using Nomad.Server.State;

namespace Nomad.Server.Tests.Plans;

public sealed class PlanCheckTests
{
    private static readonly string Full = ServerHarness.Id(1);
    private static readonly string Free = ServerHarness.Id(2);

    private static StateStore Store()
    {
        var store = new StateStore(TimeProvider.System);
        var job = ServerHarness.Job("a");
        store.Apply(1, new RegisterJob(job, null, null));
        store.Apply(2, new RegisterNode(ServerHarness.Node(Full, cpu: 1000) with { Status = NodeStatus.Ready }, 1));
        store.Apply(3, new RegisterNode(FreeNode(new() { ["data"] = new() { Name = "data" } }), 1));
        store.Apply(4, new ApplyPlan
        {
            EvaluationID = "e", Namespace = "default", JobID = "a", JobVersion = 0, Time = 1,
            Placements = [new PlannedPlacement(ServerHarness.Allocation("old", job, Full, cpu: 900) with { Job = null }, 0)],
        });
        return store;
    }

    private static Node FreeNode(Dictionary<string, ClientHostVolumeConfig> volumes) =>
        ServerHarness.Node(Free, cpu: 1000) with { Status = NodeStatus.Ready, HostVolumes = volumes };

    private static Job JobWith(VolumeRequest volume) => ServerHarness.Job("a") is var job
        ? job with { TaskGroups = [job.TaskGroups![0] with { Volumes = new Dictionary<string, VolumeRequest> { ["v"] = volume } }] } : job;

    private static Plan PlanOn(params string[] nodes) => new()
    {
        Job = ServerHarness.Job("a"),
        NodeAllocation = nodes.ToDictionary(node => node, node =>
            (IReadOnlyList<Allocation>)[ServerHarness.Allocation("new-" + node, ServerHarness.Job("a"), node, cpu: 500)]),
    };

    [Fact]
    public void A_node_that_is_full_meanwhile_is_dropped_and_the_rest_is_committed()
    {
        var result = PlanCheck.Evaluate(Store().Snapshot(), PlanOn(Full, Free));
        Assert.Equal([Full], result.RejectedNodes);
        Assert.Equal([Free], result.NodeAllocation!.Keys);
        Assert.Equal(4UL, result.RefreshIndex);
    }

    [Fact]
    public void All_at_once_commits_nothing_when_one_node_is_full()
    {
        var result = PlanCheck.Evaluate(Store().Snapshot(), PlanOn(Full, Free) with { AllAtOnce = true });
        Assert.Null(result.NodeAllocation);
        Assert.Equal(4UL, result.RefreshIndex);
    }

    [Fact]
    public void Room_made_by_the_plan_itself_counts()
    {
        var plan = PlanOn(Full) with
        {
            NodeUpdate = new Dictionary<string, IReadOnlyList<Allocation>>
            {
                [Full] = [new Allocation { ID = "old", NodeID = Full, DesiredStatus = AllocDesiredStatus.Stop }],
            },
        };
        Assert.Empty(PlanCheck.Evaluate(Store().Snapshot(), plan).RejectedNodes!);
    }

    [Theory]
    [InlineData(NodeStatus.Down, NodeEligibility.Eligible, "node is not ready for placements")]
    [InlineData(NodeStatus.Initializing, NodeEligibility.Eligible, "node is not ready for placements")]
    [InlineData(NodeStatus.Ready, NodeEligibility.Ineligible, "node is not eligible")]
    public void A_node_that_takes_no_placements_is_refused(string status, string eligibility, string reason)
    {
        var store = Store();
        store.Apply(5, new SetNodeStatus(Free, status, null, [], 1));
        store.Apply(6, new SetNodeEligibility(Free, eligibility, null, []));
        var reasons = new Dictionary<string, string>();
        PlanCheck.Evaluate(store.Snapshot(), PlanOn(Free), reasons);
        Assert.Equal(reason, reasons.GetValueOrDefault(Free));
    }

    /// <summary>A plan that only changes its job would write back what another plan displaced after it looked.</summary>
    [Fact]
    public void What_was_displaced_meanwhile_is_not_run_again()
    {
        var store = Store();
        var seen = store.Snapshot().Allocation("old")!;
        store.Apply(5, new ApplyPlan { EvaluationID = "f", Namespace = "default", JobID = "a", JobVersion = 0, Time = 2, Preemptions = [new PlannedPreemption("old", "by")] });
        var reasons = new Dictionary<string, string>();
        var result = PlanCheck.Evaluate(store.Snapshot(), new Plan { Job = seen.Job, NodeAllocation = new Dictionary<string, IReadOnlyList<Allocation>> { [Full] = [seen] } }, reasons);
        Assert.Equal([Full], result.RejectedNodes);
        Assert.Equal("allocation was displaced meanwhile", reasons[Full]);
    }

    [Theory]
    [InlineData("single-node-single-writer", true)]
    [InlineData("single-node-writer", false)]
    public void A_volume_that_one_wants_to_write_alone_is_not_given_to_two(string mode, bool refused)
    {
        var store = Store();
        var job = JobWith(new() { Type = VolumeTypes.Host, Source = "data", AccessMode = mode });
        store.Apply(5, new RegisterJob(job, null, null));
        store.Apply(6, new ApplyPlan
        {
            EvaluationID = "e", Namespace = "default", JobID = "a", JobVersion = 1, Time = 1,
            Placements = [new PlannedPlacement(ServerHarness.Allocation("first", job, Free) with { Job = null }, 1)],
        });
        var reasons = new Dictionary<string, string>();
        var planned = new Dictionary<string, IReadOnlyList<Allocation>> { [Free] = [ServerHarness.Allocation("second", job, Free) with { Job = null }] };
        PlanCheck.Evaluate(store.Snapshot(), new Plan { Job = job, NodeAllocation = planned }, reasons);
        Assert.Equal(refused ? "host volume data has another writer" : null, reasons.GetValueOrDefault(Free));
    }

    [Theory]
    [InlineData("gone", false, false)]
    [InlineData("only read", false, false)]
    [InlineData("only read", true, true)]
    [InlineData("as it was", false, true)]
    public void A_node_that_has_lost_a_volume_meanwhile_is_dropped(string now, bool readOnly, bool holds)
    {
        var store = Store();
        store.Apply(5, new RegisterNode(FreeNode(now == "gone" ? [] : new() { ["data"] = new() { Name = "data", ReadOnly = now == "only read" } }), 1));
        var job = JobWith(new() { Type = VolumeTypes.Host, Source = "data", ReadOnly = readOnly });
        var planned = new Dictionary<string, IReadOnlyList<Allocation>> { [Free] = [ServerHarness.Allocation("new", job, Free)] };
        var reasons = new Dictionary<string, string>();
        PlanCheck.Evaluate(store.Snapshot(), new Plan { Job = job, NodeAllocation = planned }, reasons);
        Assert.Equal(holds ? null : "missing compatible host volumes", reasons.GetValueOrDefault(Free));
    }

    [Theory]
    [InlineData(true, 2, null)]
    [InlineData(false, 2, "CSI plugin disks is unhealthy on client ")]
    [InlineData(true, 1, "CSI plugin disks has the maximum number of volumes")]
    public void A_plugin_that_can_not_bring_a_volume_any_more_is_asked_again(bool healthy, long most, string? reason)
    {
        var store = Store();
        store.Apply(5, new RegisterNode(FreeNode([]) with
        {
            CSINodePlugins = new Dictionary<string, CSIInfo> { ["disks"] = new() { PluginID = "disks", Healthy = healthy, NodeInfo = new CSINodeInfo { MaxVolumes = most } } },
        }, 1));
        store.Apply(6, new UpsertVolumes([.. new[] { "one", "two" }.Select(id => new CSIVolume { ID = id, Namespace = "default", PluginID = "disks" })], 1));
        Job Using(string source) => JobWith(new() { Type = VolumeTypes.Csi, Source = source, AccessMode = CsiAccessModes.MultiNodeMultiWriter });
        store.Apply(7, new RegisterJob(Using("one"), null, null));
        store.Apply(8, new ApplyPlan
        {
            EvaluationID = "e", Namespace = "default", JobID = "a", JobVersion = 1, Time = 1,
            Placements = [new PlannedPlacement(ServerHarness.Allocation("first", Using("one"), Free) with { Job = null }, 1)],
        });
        var reasons = new Dictionary<string, string>();
        var planned = new Dictionary<string, IReadOnlyList<Allocation>> { [Free] = [ServerHarness.Allocation("second", Using("two"), Free)] };
        PlanCheck.Evaluate(store.Snapshot(), new Plan { Job = Using("two"), NodeAllocation = planned }, reasons);
        Assert.StartsWith(reason ?? "", reasons.GetValueOrDefault(Free) ?? "", StringComparison.Ordinal);
        Assert.Equal(reason is null, reasons.Count == 0);
    }

    /// <summary>Of a failed allocation it is written when it is tried again, or that it could not be: its node is not asked for anything.</summary>
    [Theory]
    [InlineData(AllocClientStatus.Failed, null)]
    [InlineData(AllocClientStatus.Running, "node is not ready for placements")]
    public void What_ended_may_be_written_on_a_node_that_is_gone(string ended, string? reason)
    {
        var store = Store();
        store.Apply(5, new UpdateAllocationsFromClient([new Allocation { ID = "old", ClientStatus = ended }], [], 1));
        store.Apply(6, new SetNodeStatus(Full, NodeStatus.Down, null, [], 1));
        var later = store.Snapshot().Allocation("old")! with { FollowupEvalID = "later" };
        var reasons = new Dictionary<string, string>();
        PlanCheck.Evaluate(store.Snapshot(), new Plan { Job = later.Job, NodeAllocation = new Dictionary<string, IReadOnlyList<Allocation>> { [Full] = [later] } }, reasons);
        Assert.Equal(reason, reasons.GetValueOrDefault(Full));
    }

    [Fact]
    public void Stops_are_always_taken()
    {
        var plan = new Plan
        {
            NodeUpdate = new Dictionary<string, IReadOnlyList<Allocation>> { ["gone"] = [new Allocation { ID = "x", NodeID = "gone" }] },
        };
        Assert.Empty(PlanCheck.Evaluate(Store().Snapshot(), plan).RejectedNodes!);
    }
}
