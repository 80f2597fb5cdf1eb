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
}
