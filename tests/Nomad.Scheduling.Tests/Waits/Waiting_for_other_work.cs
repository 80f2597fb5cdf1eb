using Nomad.Scheduling.Diffs;
using Nomad.Scheduling.Explaining;

namespace Nomad.Scheduling.Tests.Waits;

public sealed class Waiting_for_other_work
{
    private static FakeCluster Cluster()
    {
        var cluster = new FakeCluster();
        cluster.Add(Enumerable.Range(0, 3).Select(number => A.Node(number)));
        return cluster;
    }

    private static Job TwoGroups(string condition = DependencyConditions.Healthy, string type = JobTypes.Service)
    {
        var job = A.Job("app", 2, type);
        return job with
        {
            TaskGroups = [job.TaskGroups![0] with { Name = "db" }, job.TaskGroups[0] with { Name = "web", Count = 1, DependsOn = [new() { Group = "db", Condition = condition }] }],
        };
    }

    private static int Live(FakeCluster cluster, string group) => cluster.Live.Count(alloc => alloc.TaskGroup == group);

    [Fact]
    public void A_group_starts_when_the_other_is_healthy_and_is_not_held_afterwards()
    {
        var cluster = Cluster();
        cluster.Register(TwoGroups());
        var result = cluster.Run("app");
        Assert.Equal((2, 0), (Live(cluster, "db"), Live(cluster, "web")));
        var blocked = Assert.Single(result.Blocked);
        Assert.Equal(("group web waits: group db is not healthy: 0 of 2 are", EvalStatus.Blocked), (blocked.StatusDescription, blocked.Status));
        Assert.Equal(["job/default/app"], blocked.MissingNonNodeResources!);
        Assert.Equal((1, 0), (result.Evaluation.QueuedAllocations!["web"], result.Evaluation.QueuedAllocations["db"]));
        Assert.Null(result.Evaluation.FailedTGAllocs);
        Assert.Equal(["group web waits: group db is not healthy: 0 of 2 are"],
            JobExplainer.Explain(cluster, cluster.Job("default", "app")!, [], "web", cluster.Context).Groups[0].Reasons);
        cluster.Clients();
        Assert.Empty(cluster.Run("app").Blocked);
        Assert.Equal(1, Live(cluster, "web"));
        // Its dependency is gone, and it is replaced all the same.
        cluster.Clients(alloc => alloc.TaskGroup == "db" ? AllocClientStatus.Failed : "");
        Assert.Empty(cluster.Run("app").Blocked);
        Assert.Equal(1, Live(cluster, "web"));
    }

    [Fact]
    public void A_job_waits_for_another_to_complete()
    {
        var cluster = Cluster();
        cluster.Register(A.Job("web", group: group => group with { DependsOn = [new() { Job = "migrate", Condition = DependencyConditions.Complete }] }));
        Assert.Equal("group g waits: job migrate is not registered", Assert.Single(cluster.Run("web").Blocked).StatusDescription);
        cluster.Register(A.Job("migrate", type: JobTypes.Batch));
        cluster.Run("migrate");
        cluster.Clients();
        Assert.Equal("group g waits: job migrate group g is not complete: 0 of 1 ended well, 1 go on", Assert.Single(cluster.Run("web").Blocked).StatusDescription);
        cluster.Clients(alloc => alloc.JobID == "migrate" ? AllocClientStatus.Complete : "");
        Assert.Empty(cluster.Run("web").Blocked);
        Assert.Single(cluster.Live, alloc => alloc.JobID == "web");
    }

    [Fact]
    public void A_plan_shows_that_a_dependency_is_new_and_nothing_is_restarted_for_it()
    {
        var cluster = Cluster();
        var job = A.Job("web");
        cluster.Register(job);
        cluster.Run("web");
        cluster.Clients();
        var newer = job.Edited(group => group with { DependsOn = [new() { Job = "db", Condition = DependencyConditions.Healthy }] });
        var diff = JobDiffs.Compare(job, newer, contextual: false);
        Assert.Contains("DependsOn", Assert.Single(diff.TaskGroups![0].Objects!).Name);
        cluster.Register(newer);
        Assert.Empty(cluster.Run("web", annotate: true).Plan!.NodeUpdate ?? new Dictionary<string, IReadOnlyList<Allocation>>());
        Assert.Single(cluster.Live);
    }

    [Fact]
    public void A_system_job_waits_on_every_node()
    {
        var cluster = Cluster();
        cluster.Register(A.Job("agent", type: JobTypes.System, group: group => group with { DependsOn = [new() { Job = "store", Condition = DependencyConditions.Healthy }] }));
        Assert.Equal(3, cluster.Run("agent").Evaluation.QueuedAllocations!["g"]);
        Assert.Empty(cluster.Live);
        cluster.Register(A.Job("store"));
        cluster.Run("store");
        cluster.Clients();
        cluster.Run("agent");
        Assert.Equal(3, cluster.Live.Count(alloc => alloc.JobID == "agent"));
    }

    [Fact]
    public void A_child_beyond_the_limit_waits_for_an_older_one()
    {
        var cluster = Cluster();
        cluster.Register(A.Job("report/dispatch-1", type: JobTypes.Batch) with { ParentID = "report" });
        cluster.Queue = _ => new SiblingQueue("report", Limit: 2, Before: 2);
        var blocked = Assert.Single(cluster.Run("report/dispatch-1").Blocked);
        Assert.Equal("waits for one of 2 older children of job report to end: 2 may be under way at once", blocked.StatusDescription);
        Assert.Equal(["children/default/report"], blocked.MissingNonNodeResources!);
        cluster.Queue = _ => new SiblingQueue("report", Limit: 2, Before: 1);
        Assert.Empty(cluster.Run("report/dispatch-1").Blocked);
        Assert.Single(cluster.Live);
    }
}
