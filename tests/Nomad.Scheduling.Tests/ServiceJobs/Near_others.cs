using Nomad.Model.Explanations;
using Nomad.Model.Rebalancing;
using Nomad.Scheduling.Explaining;
using Nomad.Scheduling.Rebalancing;

namespace Nomad.Scheduling.Tests.ServiceJobs;

public sealed class Near_others
{
    private static readonly string[] Racks = ["r0", "r1", "r2"];

    private static FakeCluster Cluster(int nodes = 6, int seed = 1)
    {
        var cluster = new FakeCluster(seed);
        cluster.Add(Enumerable.Range(0, nodes).Select(number => A.Node(number)));
        return cluster;
    }

    private static Job Near(string id, int count, params NearRule[] rules) => A.Job(id, count, group: group => group with { Near = rules });

    private static void Deploy(FakeCluster cluster, Job job)
    {
        cluster.Register(job);
        cluster.Run(job.ID);
        cluster.Clients();
    }

    private static string[] NodesOf(FakeCluster cluster, string job) => [.. cluster.Live.Where(alloc => alloc.JobID == job).Select(alloc => alloc.NodeID)];

    private static string RackOf(FakeCluster cluster, string node) => cluster.Node(node)!.Meta!["rack"];

    [Fact]
    public void A_wish_to_be_near_wins_over_an_otherwise_better_node()
    {
        Seeds.Each(20, seed =>
        {
            var cluster = Cluster(seed: seed);
            Deploy(cluster, A.Job("db"));
            var db = Assert.Single(NodesOf(cluster, "db"));
            // Packing would choose the smaller node.
            cluster.Add(A.Node(9, cpu: 1000, memory: 1000));
            Deploy(cluster, Near("web", 1, new NearRule { Job = "db", Weight = 50 }));
            Assert.Equal(db, Assert.Single(NodesOf(cluster, "web")));
            // And now the node with company: nothing else is as full.
            Deploy(cluster, A.Job("plain"));
            Assert.NotEqual(db, Assert.Single(NodesOf(cluster, "plain")));
            Deploy(cluster, Near("away", 1, new NearRule { Job = "db", Group = "g", Weight = -50 }));
            Assert.NotEqual(db, Assert.Single(NodesOf(cluster, "away")));
        });
    }

    [Fact]
    public void Closeness_may_be_a_rack()
    {
        var cluster = Cluster();
        Deploy(cluster, A.Job("db"));
        var rack = RackOf(cluster, NodesOf(cluster, "db")[0]);
        Deploy(cluster, Near("web", 4, new NearRule { Job = "db", Attribute = "${meta.rack}", Weight = 100, Required = true }));
        Assert.Equal(4, NodesOf(cluster, "web").Length);
        Assert.All(NodesOf(cluster, "web"), node => Assert.Equal(rack, RackOf(cluster, node)));
        Deploy(cluster, Near("away", 6, new NearRule { Job = "db", Attribute = "${meta.rack}", Weight = -1, Required = true }));
        Assert.Equal(6, NodesOf(cluster, "away").Length);
        Assert.All(NodesOf(cluster, "away"), node => Assert.Contains(RackOf(cluster, node), Racks.Except([rack])));
    }

    [Fact]
    public void What_must_be_near_to_nobody_waits_and_says_so()
    {
        var cluster = Cluster(2);
        cluster.Register(Near("web", 1, new NearRule { Job = "db", Weight = 50, Required = true }));
        var waiting = cluster.Run("web");
        Assert.Empty(NodesOf(cluster, "web"));
        Assert.Equal(2, waiting.Evaluation.FailedTGAllocs!["g"].ConstraintFiltered!["near job \"db\""]);
        Assert.Single(waiting.Blocked);
        var told = JobExplainer.Explain(cluster, cluster.Job("default", "web")!, [], "", cluster.Context).Groups[0].Nodes[0];
        Assert.Equal((NodeChecks.Near, "near job \"db\""), (told.Check, told.Reason));
        Deploy(cluster, A.Job("db"));
        cluster.Run("web");
        Assert.Equal(NodesOf(cluster, "db"), NodesOf(cluster, "web"));
    }

    [Fact]
    public void Groups_of_one_job_keep_apart_within_one_plan()
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            var cluster = Cluster(4, seed);
            var job = A.Job("pair", 2);
            Deploy(cluster, job with
            {
                TaskGroups = [job.TaskGroups![0], job.TaskGroups[0] with { Name = "other", Near = [new NearRule { Group = "g", Weight = -50, Required = true }] }],
            });
            var groups = cluster.Live.ToLookup(alloc => alloc.TaskGroup, alloc => alloc.NodeID);
            Assert.Equal((2, 2), (groups["g"].Count(), groups["other"].Count()));
            Assert.Empty(groups["g"].Intersect(groups["other"]));
        }
    }

    [Fact]
    public void The_score_is_the_share_of_the_weights_that_are_met()
    {
        var cluster = Cluster(3);
        Deploy(cluster, A.Job("a"));
        var there = NodesOf(cluster, "a")[0];
        var job = cluster.Register(Near("web", 1, new NearRule { Job = "a", Weight = 30 }, new NearRule { Job = "nobody", Weight = -70 }));
        var nodes = JobExplainer.Explain(cluster, job, [], "", cluster.Context).Groups[0].Nodes;
        Assert.All(nodes, node => Assert.Equal(node.NodeID == there ? 0.3 : 0, node.Scores!["near"], 9));
        var beside = nodes.Single(node => node.NodeID == there);
        Assert.Equal((beside.Scores!["binpack"] + 0.3) / 2, beside.NormScore!.Value, 9);
    }

    [Fact]
    public void A_rule_that_changes_is_taken_over_in_place_and_those_who_are_looked_at_are_not_rebalanced()
    {
        var cluster = Cluster(2);
        Deploy(cluster, A.Job("db"));
        Deploy(cluster, A.Job("web"));
        var before = Assert.Single(cluster.Live, alloc => alloc.JobID == "web").ID;
        Deploy(cluster, Near("web", 1, new NearRule { Job = "db", Weight = 50 }));
        Assert.Equal(before, Assert.Single(cluster.Live, alloc => alloc.JobID == "web").ID);
        var plan = Rebalancer.Propose(cluster, cluster.Jobs, [.. cluster.Jobs], new RebalanceRequest { MinGain = 0.01 }, cluster.Context);
        Assert.Equal(1, plan.Considered);
    }
}
