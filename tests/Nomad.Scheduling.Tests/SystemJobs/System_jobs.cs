namespace Nomad.Scheduling.Tests.SystemJobs;

public sealed class System_jobs
{
    [Fact]
    public void Every_feasible_node_gets_one_and_a_new_node_too()
    {
        var cluster = new FakeCluster();
        cluster.Add(A.Node(0), A.Node(1), A.Node(2, pool: "gpu"));
        cluster.Register(A.Job("sys", 1, JobTypes.System));
        cluster.Run("sys");
        Assert.Equal(["node0000", "node0001"], cluster.Live.Select(alloc => alloc.NodeID).Order());
        cluster.Add(A.Node(3));
        cluster.Run("sys", EvalTriggers.NodeUpdate);
        Assert.Equal(3, cluster.Live.Count());
        Assert.Null(cluster.Run("sys").Plan);
    }

    [Fact]
    public void A_lost_node_marks_its_allocation_lost_and_places_nothing_elsewhere()
    {
        var cluster = new FakeCluster();
        cluster.Add(A.Node(0), A.Node(1));
        cluster.Register(A.Job("sys", 1, JobTypes.System));
        cluster.Run("sys");
        cluster.Add(A.Node(0) with { Status = NodeStatus.Down });
        cluster.Run("sys", EvalTriggers.NodeUpdate);
        Assert.Equal("node0001", cluster.Live.Single().NodeID);
    }

    [Fact]
    public void A_finished_sysbatch_run_is_repeated_only_for_a_new_version()
    {
        var cluster = new FakeCluster();
        cluster.Add(A.Node(0));
        cluster.Register(A.Job("sb", 1, JobTypes.Sysbatch));
        cluster.Run("sb");
        cluster.Clients(_ => AllocClientStatus.Complete);
        Assert.Null(cluster.Run("sb", EvalTriggers.NodeUpdate).Plan);
        cluster.Register(A.Job("sb", 1, JobTypes.Sysbatch).Edited(group => group.WithEnv("2")));
        cluster.Run("sb");
        Assert.Single(cluster.Live);
    }

    [Fact]
    public void A_stopped_system_job_ends_everywhere()
    {
        var cluster = new FakeCluster();
        cluster.Add(A.Node(0), A.Node(1));
        cluster.Register(A.Job("sys", 1, JobTypes.System));
        cluster.Run("sys");
        cluster.Register(A.Job("sys", 1, JobTypes.System) with { Stop = true });
        cluster.Run("sys", EvalTriggers.JobDeregister);
        Assert.Empty(cluster.Live);
    }

    [Fact]
    public void A_full_node_is_waited_for_by_itself_and_looked_at_alone()
    {
        var cluster = new FakeCluster();
        cluster.Add(A.Node(0), A.Node(1, cpu: 50), A.Node(2, cpu: 50));
        cluster.Register(A.Job("sys", 1, JobTypes.System));
        var result = cluster.Run("sys");
        Assert.Equal(["node0001", "node0002"], result.Blocked.Select(eval => eval.NodeID));
        Assert.Equal(2, result.Evaluation.QueuedAllocations!["g"]);
        Assert.Equal("node0000", cluster.Live.Single().NodeID);
        cluster.Add(A.Node(2));
        result = cluster.Run(result.Blocked[1]);
        Assert.Empty(result.Blocked);
        Assert.Equal((EvalStatus.Complete, 1), (result.Evaluation.Status, result.Evaluation.QueuedAllocations!["g"]));
        Assert.Equal(["node0000", "node0002"], cluster.Live.Select(alloc => alloc.NodeID).Order());
    }

    [Fact]
    public void One_out_of_contact_for_too_long_is_lost_though_its_node_is_still_waited_for()
    {
        var cluster = new FakeCluster();
        cluster.Add(A.Node(0));
        cluster.Register(A.Job("sys", 1, JobTypes.System, group => group with { Disconnect = new() { LostAfter = TimeSpan.FromMinutes(5) } }));
        cluster.Run("sys");
        cluster.Clients();
        cluster.Add(A.Node(0) with { Status = NodeStatus.Disconnected });
        var later = cluster.Run("sys", EvalTriggers.NodeUpdate).FollowUps.Single();
        Assert.Equal(AllocClientStatus.Unknown, cluster.All.Single().ClientStatus);
        cluster.Pass(TimeSpan.FromMinutes(4));
        Assert.Null(cluster.Run("sys", EvalTriggers.NodeUpdate).Plan);
        cluster.Pass(TimeSpan.FromMinutes(1));
        cluster.Run(later);
        Assert.Equal((AllocClientStatus.Lost, AllocDesiredStatus.Stop), (cluster.All.Single().ClientStatus, cluster.All.Single().DesiredStatus));
    }

    [Fact]
    public void One_that_was_out_of_contact_before_gets_its_whole_time_again()
    {
        var cluster = new FakeCluster();
        cluster.Add(A.Node(0));
        cluster.Register(A.Job("sys", 1, JobTypes.System, group => group with { Disconnect = new() { LostAfter = TimeSpan.FromMinutes(5) } }));
        cluster.Run("sys");
        cluster.Clients();
        for (var round = 0; round < 2; round++)
        {
            cluster.Add(A.Node(0) with { Status = NodeStatus.Disconnected });
            Assert.Equal(cluster.Context.Now + TimeSpan.FromMinutes(5), cluster.Run("sys", EvalTriggers.NodeUpdate).FollowUps.Single().WaitUntil);
            Assert.Equal(AllocClientStatus.Unknown, cluster.Live.Single().ClientStatus);
            cluster.Pass(TimeSpan.FromMinutes(4));
            cluster.Add(A.Node(0));
            cluster.Change(cluster.Live.Single() with { ClientStatus = AllocClientStatus.Running });
            cluster.Pass(TimeSpan.FromMinutes(4));
        }
    }

    [Fact]
    public void On_a_node_that_takes_nothing_an_unchanged_job_goes_on_and_a_changed_one_ends()
    {
        var cluster = new FakeCluster();
        cluster.Add(A.Node(0), A.Node(1));
        cluster.Register(A.Job("sys", 1, JobTypes.System));
        cluster.Run("sys");
        cluster.Add(A.Node(0) with { SchedulingEligibility = NodeEligibility.Ineligible });
        Assert.Null(cluster.Run("sys", EvalTriggers.NodeUpdate).Plan);
        cluster.Register(A.Job("sys", 1, JobTypes.System).Edited(group => group.WithEnv("2")));
        cluster.Run("sys");
        Assert.Equal(("node0001", 1UL), (cluster.Live.Single().NodeID, cluster.Live.Single().Job!.Version));
    }
}
