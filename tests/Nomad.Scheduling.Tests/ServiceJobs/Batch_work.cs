namespace Nomad.Scheduling.Tests.ServiceJobs;

/// <summary>Work that ended well is not done twice, and work that was cut off is not taken for done.</summary>
public sealed class Batch_work
{
    private static readonly Dictionary<string, TaskState> Killed = new() { ["t"] = new() { State = "dead", Events = [new() { Type = TaskEventTypes.Killing }, new() { Type = TaskEventTypes.Killed }] } };
    private static readonly Dictionary<string, TaskState> Finished = new() { ["t"] = new() { State = "dead", Events = [new() { Type = TaskEventTypes.Terminated }] } };

    [Fact]
    public void Drained_while_there_is_no_other_room_it_is_done_again_when_there_is()
    {
        var cluster = Running(out var alloc);
        cluster.Add(cluster.Node(alloc.NodeID)! with { SchedulingEligibility = NodeEligibility.Ineligible });
        cluster.Change(alloc with { DesiredTransition = new() { Migrate = true } });
        cluster.Run("batch", EvalTriggers.NodeDrain);
        End(cluster, alloc, Killed);
        cluster.Add(A.Node(2));
        cluster.Run("batch", EvalTriggers.NodeUpdate);
        Assert.Equal("node0002", cluster.Live.Single().NodeID);
    }

    [Fact]
    public void Scaled_down_and_up_again_what_was_killed_runs_again()
    {
        var cluster = Running(out var alloc);
        Scale(cluster, 0);
        End(cluster, alloc, Killed);
        Scale(cluster, 1);
        Assert.Equal(alloc.Name, cluster.Live.Single().Name);
    }

    [Fact]
    public void Ended_well_before_the_word_to_stop_came_it_stays_done()
    {
        var cluster = Running(out var alloc);
        cluster.Change(alloc with { DesiredTransition = new() { Migrate = true } });
        cluster.Add(cluster.Node(alloc.NodeID)! with { SchedulingEligibility = NodeEligibility.Ineligible });
        cluster.Run("batch", EvalTriggers.NodeDrain);
        End(cluster, alloc, Finished);
        cluster.Add(A.Node(2));
        Assert.Null(cluster.Run("batch", EvalTriggers.NodeUpdate).Plan);
    }

    [Fact]
    public void Back_in_contact_and_kept_its_end_is_the_end_of_the_work()
    {
        var cluster = new FakeCluster();
        cluster.Add(A.Node(0), A.Node(1));
        cluster.Register(A.Job("batch", 1, JobTypes.Batch, group => group with { Disconnect = new() { LostAfter = TimeSpan.FromHours(1), Replace = true, Reconcile = ReconcileStrategies.KeepOriginal } }));
        cluster.Run("batch");
        cluster.Clients();
        var alloc = cluster.Live.Single();
        var node = cluster.Node(alloc.NodeID)!;
        cluster.Add(node with { Status = NodeStatus.Disconnected });
        cluster.Run("batch", EvalTriggers.NodeUpdate);
        cluster.Add(node);
        cluster.Change(cluster.Allocation(alloc.ID)! with { ClientStatus = AllocClientStatus.Running });
        cluster.Run("batch", EvalTriggers.Reconnect);
        Assert.Equal(alloc.ID, cluster.Live.Single().ID);
        End(cluster, alloc, Finished);
        Assert.Null(cluster.Run("batch").Plan);
    }

    private static FakeCluster Running(out Allocation alloc)
    {
        var cluster = new FakeCluster();
        cluster.Add(A.Node(0));
        cluster.Register(A.Job("batch", 1, JobTypes.Batch));
        cluster.Run("batch");
        cluster.Clients();
        alloc = cluster.Live.Single();
        return cluster;
    }

    private static void Scale(FakeCluster cluster, int count)
    {
        cluster.Register(cluster.Job("", "batch")!.Edited(group => group with { Count = count }));
        cluster.Run("batch");
    }

    private static void End(FakeCluster cluster, Allocation alloc, Dictionary<string, TaskState> tasks) =>
        cluster.Change(cluster.Allocation(alloc.ID)! with { ClientStatus = AllocClientStatus.Complete, TaskStates = tasks });
}
