using Nomad.Scheduling.Tests.Clusters;

namespace Nomad.Scheduling.Tests.ServiceJobs;

/// <summary>A node out of contact comes back: whatever the strategy and whatever became of the replacement, one of the two goes on.</summary>
public sealed class Lost_contact
{
    public static TheoryData<string, bool, bool> Cases()
    {
        var cases = new TheoryData<string, bool, bool>();
        foreach (var strategy in (string[])["", ReconcileStrategies.KeepOriginal, ReconcileStrategies.KeepReplacement, ReconcileStrategies.BestScore, ReconcileStrategies.LongestRunning])
            foreach (var replacementRuns in (bool[])[false, true])
                foreach (var twice in (bool[])[false, true])
                    cases.Add(strategy, replacementRuns, twice);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Exactly_one_survives(string strategy, bool replacementRuns, bool twice)
    {
        var cluster = new FakeCluster();
        cluster.Add(A.Node(0), A.Node(1));
        cluster.Register(A.Job("web", group: group => group with { Disconnect = new() { LostAfter = TimeSpan.FromHours(1), Replace = true, Reconcile = strategy } }));
        cluster.Run("web");
        cluster.Clients();
        for (var round = 0; round < (twice ? 2 : 1); round++)
        {
            var original = cluster.Live.Single();
            var node = cluster.Node(original.NodeID)!;
            cluster.Add(node with { Status = NodeStatus.Disconnected });
            cluster.Run("web", EvalTriggers.NodeUpdate);
            var replacement = cluster.Live.Single(alloc => alloc.ClientStatus != AllocClientStatus.Unknown);
            Assert.Equal(original.Name, replacement.Name);
            if (replacementRuns)
                cluster.Change(replacement with { ClientStatus = AllocClientStatus.Running });
            cluster.Pass(TimeSpan.FromMinutes(1));
            cluster.Add(node with { Status = NodeStatus.Ready });
            cluster.Change(cluster.Allocation(original.ID)! with { ClientStatus = AllocClientStatus.Running });
            cluster.Run("web", EvalTriggers.Reconnect);
            var survivor = cluster.Live.Single();
            if (strategy == ReconcileStrategies.KeepOriginal)
                Assert.Equal(original.ID, survivor.ID);
            if (strategy == ReconcileStrategies.KeepReplacement)
                Assert.Equal(replacement.ID, survivor.ID);
            cluster.Clients();
            Assert.Null(cluster.Run("web").Plan);
        }
    }

    [Theory]
    [InlineData(ReconcileStrategies.KeepOriginal, 0)]
    [InlineData(ReconcileStrategies.KeepReplacement, 1)]
    public void Two_that_come_back_in_the_same_moment_are_settled_at_once(string strategy, int survivor)
    {
        var (cluster, original, replacement) = BothAway(strategy);
        Return(cluster, original);
        Return(cluster, replacement);
        cluster.Run("web", EvalTriggers.Reconnect);
        string[] ids = [original.ID, replacement.ID];
        Assert.Equal([ids[survivor]], cluster.Live.Select(alloc => alloc.ID).Intersect(ids));
    }

    [Fact]
    public void A_replacement_that_is_back_before_the_original_goes_on_until_the_original_is_back_too()
    {
        var (cluster, original, replacement) = BothAway(ReconcileStrategies.KeepOriginal);
        Return(cluster, replacement);
        cluster.Run("web", EvalTriggers.Reconnect);
        Assert.Equal(AllocDesiredStatus.Run, cluster.Allocation(replacement.ID)!.DesiredStatus);
        Return(cluster, original);
        cluster.Run("web", EvalTriggers.Reconnect);
        Assert.Equal([original.ID], cluster.Live.Select(alloc => alloc.ID));
    }

    [Fact]
    public void A_replacement_of_a_newer_version_stays_whatever_the_strategy()
    {
        var (cluster, original, replacement) = BothAway(ReconcileStrategies.KeepOriginal, newVersion: true);
        Return(cluster, original);
        cluster.Change(cluster.Allocation(original.ID)! with { AllocStates = [] });
        Return(cluster, replacement);
        cluster.Run("web", EvalTriggers.Reconnect);
        Assert.Equal(AllocDesiredStatus.Run, cluster.Allocation(replacement.ID)!.DesiredStatus);
        Assert.Equal(AllocDesiredStatus.Stop, cluster.Allocation(original.ID)!.DesiredStatus);
    }

    private static (FakeCluster Cluster, Allocation Original, Allocation Replacement) BothAway(string strategy, bool newVersion = false)
    {
        var cluster = new FakeCluster();
        cluster.Add(A.Node(0), A.Node(1));
        var job = A.Job("web", group: group => group with { Disconnect = new() { LostAfter = TimeSpan.FromHours(1), Replace = true, Reconcile = strategy } });
        cluster.Register(job);
        cluster.Run("web");
        cluster.Clients();
        var original = cluster.Live.Single();
        Leave(cluster, original);
        if (newVersion)
            cluster.Register(job with { TaskGroups = [job.TaskGroups![0] with { Tasks = [job.TaskGroups[0].Tasks![0] with { Env = new Dictionary<string, string> { ["A"] = "B" } }] }] });
        cluster.Run("web", EvalTriggers.NodeUpdate);
        var replacement = cluster.Live.Single(alloc => alloc.ClientStatus != AllocClientStatus.Unknown);
        cluster.Change(replacement with { ClientStatus = AllocClientStatus.Running });
        Leave(cluster, replacement);
        cluster.Run("web", EvalTriggers.NodeUpdate);
        return (cluster, original, replacement);
    }

    private static void Leave(FakeCluster cluster, Allocation alloc) => cluster.Add(cluster.Node(alloc.NodeID)! with { Status = NodeStatus.Disconnected });

    private static void Return(FakeCluster cluster, Allocation alloc)
    {
        cluster.Add(cluster.Node(alloc.NodeID)! with { Status = NodeStatus.Ready });
        cluster.Change(cluster.Allocation(alloc.ID)! with { ClientStatus = AllocClientStatus.Running });
    }

    [Fact]
    public void One_that_must_not_be_replaced_waits_for_its_node_however_long_that_is_down()
    {
        var cluster = new FakeCluster();
        cluster.Add(A.Node(0), A.Node(1));
        cluster.Register(A.Job("web", group: group => group with { Disconnect = new() { Replace = false } }));
        cluster.Run("web");
        cluster.Clients();
        var original = cluster.Live.Single();
        var node = cluster.Node(original.NodeID)!;
        cluster.Add(node with { Status = NodeStatus.Down });
        Assert.Empty(cluster.Run("web", EvalTriggers.NodeUpdate).FollowUps);
        Assert.Equal(AllocClientStatus.Unknown, cluster.Allocation(original.ID)!.ClientStatus);
        cluster.Pass(TimeSpan.FromDays(30));
        Assert.Null(cluster.Run("web", EvalTriggers.NodeUpdate).Plan);
        cluster.Add(node);
        cluster.Change(cluster.Allocation(original.ID)! with { ClientStatus = AllocClientStatus.Running });
        cluster.Run("web", EvalTriggers.Reconnect);
        Assert.Equal((original.ID, AllocClientStatus.Running), (cluster.Live.Single().ID, cluster.Live.Single().ClientStatus));
    }

    [Fact]
    public void What_its_client_ends_by_itself_is_replaced_when_that_has_surely_happened()
    {
        var cluster = new FakeCluster();
        cluster.Add(A.Node(0), A.Node(1));
        cluster.Register(A.Job("web", 2, group: group => group with
        {
            Disconnect = new() { StopOnClientAfter = TimeSpan.FromMinutes(2) },
            Tasks = [group.Tasks![0] with { KillTimeout = TimeSpan.FromSeconds(20) }],
            Constraints = [new() { Operand = Operands.DistinctHosts }],
        }));
        cluster.Run("web");
        cluster.Clients();
        cluster.Add(A.Node(2));
        var cutOff = cluster.Live.Single(alloc => alloc.NodeID == "node0000");
        cluster.Add(cluster.Node("node0000")! with { Status = NodeStatus.Down });
        var later = cluster.Run("web", EvalTriggers.NodeUpdate).FollowUps.Single();
        Assert.Equal(cluster.Context.Now + TimeSpan.FromSeconds(140), later.WaitUntil);
        Assert.Equal((AllocClientStatus.Lost, later.ID), (cluster.Allocation(cutOff.ID)!.ClientStatus, cluster.Allocation(cutOff.ID)!.FollowupEvalID));
        cluster.Pass(TimeSpan.FromSeconds(100));
        Assert.Null(cluster.Run("web", EvalTriggers.NodeUpdate).Plan);
        Assert.Single(cluster.Live);
        // A timer may be a little early by the clock.
        cluster.Pass(TimeSpan.FromSeconds(39.5));
        cluster.Run(later);
        Assert.Equal(["node0001", "node0002"], cluster.Live.Select(alloc => alloc.NodeID).Order());
        Assert.Equal(2, cluster.Live.Select(alloc => alloc.Name).Distinct().Count());
    }

    [Fact]
    public void The_better_score_wins_also_of_an_allocation_that_was_placed_late_in_a_large_group()
    {
        var cluster = new FakeCluster();
        cluster.Add(Enumerable.Range(0, 30).Select(number => A.Node(number)));
        cluster.Register(A.Job("web", 25, group: group => group with { Disconnect = new() { LostAfter = TimeSpan.FromHours(1) }, Constraints = [new() { Operand = Operands.DistinctHosts }] }));
        cluster.Run("web");
        cluster.Clients();
        Assert.All(cluster.Live, alloc => Assert.Contains(alloc.Metrics!.ScoreMetaData!, row => row.NodeID == alloc.NodeID));
    }
}
