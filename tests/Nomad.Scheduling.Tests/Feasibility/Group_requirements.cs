using Nomad.Scheduling.Feasibility;

namespace Nomad.Scheduling.Tests.Feasibility;

public sealed class Group_requirements
{
    [Theory]
    [InlineData("${attr.kernel.name}", "=", "linux", true)]
    [InlineData("${attr.kernel.name}", "!=", "linux", false)]
    [InlineData("${meta.rack}", "regexp", "^r[0-9]$", true)]
    [InlineData("${node.datacenter}", "set_contains_any", "dc1,dc2", true)]
    [InlineData("${meta.none}", "is_set", "", false)]
    [InlineData("${meta.none}", "is_not_set", "", true)]
    [InlineData("${meta.none}", "!=", "x", true)]
    [InlineData("${node.unique.id}", "=", "node0000", true)]
    [InlineData("${node.class}", "=", "big", false)]
    public void A_constraint_admits_or_refuses_a_node(string left, string operand, string right, bool admits)
    {
        var cluster = new FakeCluster();
        cluster.Add(A.Node(0));
        cluster.Register(A.Job("web") with { Constraints = [new() { LTarget = left, Operand = operand, RTarget = right }] });
        var result = cluster.Run("web");
        Assert.Equal(admits ? 1 : 0, cluster.Live.Count());
        if (!admits)
            Assert.Equal(1, result.Evaluation.FailedTGAllocs!["g"].ConstraintFiltered![$"{left} {operand} {right}"]);
    }

    [Theory]
    [InlineData("*", "dc1", true)]
    [InlineData("dc*", "dc1", true)]
    [InlineData("*-east-*", "us-east-1", true)]
    [InlineData("dc", "dc1", false)]
    [InlineData("*2", "dc1", false)]
    public void Datacenters_match_by_glob(string pattern, string name, bool matches) => Assert.Equal(matches, DatacenterGlobs.Match(pattern, name));

    [Fact]
    public void A_missing_driver_a_missing_volume_and_a_missing_host_network_are_named()
    {
        Assert.Equal("missing drivers", Reason(group => group with { Tasks = [group.Tasks![0] with { Driver = "docker" }] }));
        Assert.Equal("missing compatible host volumes", Reason(group => group with { Volumes = new Dictionary<string, VolumeRequest> { ["v"] = new() { Name = "v", Type = "host", Source = "data" } } }));
        Assert.Equal("missing host network \"public\" for port \"http\"", Reason(group => group with { Networks = [new() { DynamicPorts = [new() { Label = "http", HostNetwork = "public" }] }] }));
        Assert.Equal("missing network", Reason(group => group with { Networks = [new() { Mode = "bridge" }] }));
        Assert.Equal("missing devices", Reason(group => group.Using(own => own with { Devices = [new() { Name = "gpu", Count = 1 }] })));
    }

    [Fact]
    public void Distinct_hosts_and_distinct_property_limit_what_shares_a_node_or_value()
    {
        Assert.Equal(4, Placed(new() { Operand = Operands.DistinctHosts }));
        Assert.Equal(3, Placed(new() { Operand = Operands.DistinctProperty, LTarget = "${meta.rack}" }));
        Assert.Equal(6, Placed(new() { Operand = Operands.DistinctProperty, LTarget = "${meta.rack}", RTarget = "2" }));
    }

    private static int Placed(Constraint constraint)
    {
        var cluster = new FakeCluster();
        cluster.Add(Enumerable.Range(0, 4).Select(number => A.Node(number)));
        cluster.Register(A.Job("web", 8) with { Constraints = [constraint] });
        cluster.Run("web");
        return cluster.Live.Count();
    }

    private static string Reason(Func<TaskGroup, TaskGroup> group)
    {
        var cluster = new FakeCluster();
        cluster.Add(A.Node(0));
        cluster.Register(A.Job("web", 1, group: group));
        return cluster.Run("web").Evaluation.FailedTGAllocs!["g"].ConstraintFiltered!.Keys.Single();
    }
}
