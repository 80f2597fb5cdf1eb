using Nomad.Agent.Metrics;
using Nomad.Model.Stats;

namespace Nomad.Agent.Tests.Metrics;

public sealed class MetricsTests
{
    [Theory]
    [InlineData("nomad.raft.lastIndex", false)]
    [InlineData("nomad.raft.apply", true)]
    [InlineData("nomad.client.uptime", true)]
    public void The_longest_prefix_decides(string name, bool passes) =>
        Assert.Equal(passes, new PrefixFilter(["-nomad.raft", "+nomad.raft.apply"], otherwise: true).Lets(name));

    [Fact]
    public void Without_a_rule_the_default_decides()
    {
        Assert.False(new PrefixFilter([], otherwise: false).Lets("nomad.client.uptime"));
        Assert.True(new PrefixFilter(["+nomad.client"], otherwise: false).Lets("nomad.client.uptime"));
    }

    [Fact]
    public void Prometheus_gets_one_head_for_each_name_and_labels_in_order()
    {
        var gauges = new GaugeList(new Dictionary<string, string> { ["host"] = "a\"b" });
        gauges.Add("nomad.job_summary.running", 2, new Dictionary<string, string> { ["job"] = "web", ["task_group"] = "app" });
        gauges.Add("nomad.job_summary.running", 3, new Dictionary<string, string> { ["job"] = "db", ["task_group"] = "app" });
        gauges.Add("raft.lastIndex", 7.5);
        Assert.Equal("""
            # HELP nomad_nomad_job_summary_running nomad_nomad_job_summary_running
            # TYPE nomad_nomad_job_summary_running gauge
            nomad_nomad_job_summary_running{host="a\"b",job="web",task_group="app"} 2
            nomad_nomad_job_summary_running{host="a\"b",job="db",task_group="app"} 3
            # HELP nomad_raft_lastIndex nomad_raft_lastIndex
            # TYPE nomad_raft_lastIndex gauge
            nomad_raft_lastIndex{host="a\"b"} 7.5

            """, PrometheusText.Of(gauges.All, [], []));
    }

    [Fact]
    public void Prometheus_gets_counters_and_sums_since_the_start()
    {
        var labels = new Dictionary<string, string> { ["host"] = "a" };
        Assert.Equal("""
            # HELP nomad_raft_apply nomad_raft_apply
            # TYPE nomad_raft_apply counter
            nomad_raft_apply{host="a"} 3
            # HELP nomad_nomad_plan_apply nomad_nomad_plan_apply
            # TYPE nomad_nomad_plan_apply summary
            nomad_nomad_plan_apply_sum{host="a"} 1.5
            nomad_nomad_plan_apply_count{host="a"} 2

            """, PrometheusText.Of([], [new SampledValue { Name = "nomad.raft.apply", Count = 3, Sum = 3, Labels = labels }],
            [new SampledValue { Name = "nomad.nomad.plan.apply", Count = 2, Sum = 1.5, Labels = labels }]));
    }

    [Fact]
    public void A_gauge_keeps_its_own_labels_beside_those_of_all()
    {
        var gauges = new GaugeList(new Dictionary<string, string> { ["host"] = "a" });
        gauges.Add("client.uptime", 1);
        GaugeValue only = Assert.Single(gauges.All);
        Assert.Equal(("nomad.client.uptime", "a"), (only.Name, only.Labels!["host"]));
    }
}
