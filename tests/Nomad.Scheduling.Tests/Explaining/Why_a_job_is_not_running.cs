using Nomad.Model.Explanations;
using Nomad.Scheduling.Explaining;

namespace Nomad.Scheduling.Tests.Explaining;

public sealed class Why_a_job_is_not_running
{
    private static GroupExplanation Explain(FakeCluster cluster, Job job) =>
        JobExplainer.Explain(cluster, cluster.Register(job), [], "", cluster.Context).Groups[0];

    private static NodeExplanation Only(Func<Node, Node> change, Job? job = null)
    {
        var cluster = new FakeCluster();
        cluster.Add(change(A.Node(0)));
        return Assert.Single(Explain(cluster, job ?? A.Job("web")).Nodes);
    }

    [Theory]
    [InlineData("gpu", "dc1", NodeStatus.Ready, "eligible", NodeChecks.Pool, "the node is in pool gpu, the job wants default")]
    [InlineData("default", "dc2", NodeStatus.Ready, "eligible", NodeChecks.Datacenter, "the node is in dc2, the job wants dc1")]
    [InlineData("default", "dc1", NodeStatus.Down, "eligible", NodeChecks.Status, "the node is down")]
    [InlineData("default", "dc1", NodeStatus.Ready, "ineligible", NodeChecks.Eligibility, "the node is marked ineligible")]
    [InlineData("default", "dc1", NodeStatus.Ready, "eligible", "", "")]
    public void Where_a_node_stands_is_asked_first(string pool, string datacenter, string status, string eligibility, string check, string reason)
    {
        var found = Only(node => node with { NodePool = pool, Datacenter = datacenter, Status = status, SchedulingEligibility = eligibility },
            A.Job("web") with { Datacenters = ["dc1"] });
        Assert.Equal((check, reason), (found.Check, found.Reason));
        Assert.Equal(check.Length == 0, found.NormScore is not null);
    }

    [Fact]
    public void What_a_node_lacks_is_named_with_what_it_has()
    {
        var driver = Only(node => node with { Drivers = new Dictionary<string, DriverInfo> { ["mock"] = new() { Detected = true, HealthDescription = "no daemon" } } });
        Assert.Equal((NodeChecks.Driver, "driver mock is not healthy: no daemon"), (driver.Check, driver.Reason));
        var constraint = Only(node => node, A.Job("web") with { Constraints = [new Constraint { LTarget = "${attr.kernel.name}", Operand = "=", RTarget = "windows" }] });
        Assert.Equal((NodeChecks.Constraint, "${attr.kernel.name} = windows; the node has linux"), (constraint.Check, constraint.Reason));
    }

    [Fact]
    public void A_shortage_tells_what_is_asked_and_free()
    {
        var cluster = new FakeCluster();
        cluster.Add(A.Node(0, cpu: 1000));
        var job = A.Job("web", 3, group: group => group with { Tasks = [group.Tasks![0] with { Resources = new() { CPU = 400, MemoryMB = 100 } }] });
        cluster.Register(job);
        cluster.Run("web");
        var group = JobExplainer.Explain(cluster, cluster.Job("default", "web")!, [], "", cluster.Context).Groups[0];
        Assert.Equal((3, 2), (group.Desired, group.Live));
        var node = Assert.Single(group.Nodes);
        Assert.Equal((NodeChecks.Cpu, 400L, 200L, 2), (node.Check, node.Asked, node.Free, node.Live));
        Assert.Equal("400 MHz asked, 200 free", node.Reason);
    }

    [Fact]
    public void A_port_that_is_taken_and_hosts_that_must_differ_are_told()
    {
        var cluster = new FakeCluster();
        cluster.Add(A.Node(0));
        cluster.Register(A.Job("web", group: group => group with { Networks = [new() { Mode = "host", ReservedPorts = [new() { Label = "http", Value = 80 }] }] }));
        cluster.Run("web");
        var web = cluster.Job("default", "web")!;
        var port = Assert.Single(JobExplainer.Explain(cluster, web, [], "", cluster.Context).Groups[0].Nodes);
        Assert.Equal((NodeChecks.Taken, "network: reserved port collision http=80"), (port.Check, port.Reason));
        var distinct = web with { Constraints = [new Constraint { Operand = Operands.DistinctHosts }] };
        Assert.Equal(NodeChecks.Distinct, Assert.Single(JobExplainer.Explain(cluster, distinct, [], "", cluster.Context).Groups[0].Nodes).Check);
    }

    [Fact]
    public void The_best_node_comes_first_and_scheduling_takes_it()
    {
        var cluster = new FakeCluster();
        cluster.Add(A.Node(0, cpu: 8000), A.Node(1, cpu: 2000), A.Node(2, cpu: 4000));
        var first = Explain(cluster, A.Job("web")).Nodes[0];
        Assert.Equal("node0001", first.NodeID);
        cluster.Run("web");
        Assert.Equal("node0001", Assert.Single(cluster.Live).NodeID);
    }

    [Fact]
    public void What_holds_the_whole_job_is_told_in_sentences()
    {
        var cluster = new FakeCluster();
        var job = cluster.Register(A.Job("web") with { Stop = true, Periodic = new() });
        var waiting = new Evaluation { ID = "e1", Status = EvalStatus.Blocked, StatusDescription = "created to place remaining allocations" };
        var told = JobExplainer.Explain(cluster, job, [waiting], "", cluster.Context);
        Assert.Contains("the job is stopped: nothing of it is to run", told.Reasons);
        Assert.Contains("the job is periodic: its children run, started by its schedule", told.Reasons);
        Assert.Contains("evaluation e1 is blocked: created to place remaining allocations", told.Reasons);
        Assert.Equal(0, told.Groups[0].Desired);
    }
}
