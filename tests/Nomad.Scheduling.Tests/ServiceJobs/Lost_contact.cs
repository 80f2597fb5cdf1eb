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
}
