using Nomad.Model.Rebalancing;
using Nomad.Scheduling.Rebalancing;

namespace Nomad.Scheduling.Tests.Rebalancing;

public sealed class Better_nodes
{
    private static RebalancePlan Propose(FakeCluster cluster, int maxMoves = 100, double minGain = 0.05) =>
        Rebalancer.Propose(cluster, cluster.Jobs, [.. cluster.Jobs], new RebalanceRequest { MaxMoves = maxMoves, MinGain = minGain }, cluster.Context);

    // As a leader makes the moves: marks, then lets the scheduler place what leaves.
    private static void Move(FakeCluster cluster, RebalancePlan plan)
    {
        foreach (var move in plan.Moves)
            cluster.Change(cluster.Allocation(move.AllocID)! with { DesiredTransition = new DesiredTransition { Migrate = true } });
        foreach (var job in plan.Moves.Select(move => move.JobID).Distinct().ToList())
            cluster.Run(job, Rebalancer.Trigger);
        cluster.Clients();
    }

    private static void Deploy(FakeCluster cluster, Job job)
    {
        cluster.Register(job);
        cluster.Run(job.ID);
        cluster.Clients();
    }

    // Two nodes that filled up to the same height and were half emptied: packed, one of them would do.
    private static FakeCluster Fragmented()
    {
        var cluster = new FakeCluster();
        cluster.Add(A.Node(0, cpu: 1000, memory: 1000), A.Node(1, cpu: 1000, memory: 1000));
        Deploy(cluster, A.Job("filler", group: group => group.Using(own => own with { CPU = 600, MemoryMB = 600 })));
        Deploy(cluster, A.Job("small", 1, group: group => group.Using(own => own with { CPU = 300, MemoryMB = 300 })));
        var full = cluster.Live.Single(alloc => alloc.JobID == "filler").NodeID;
        var small = cluster.Live.Single(alloc => alloc.JobID == "small");
        cluster.Change(small with { NodeID = full == "node0000" ? "node0001" : "node0000" });
        return cluster;
    }

    [Fact]
    public void An_allocation_that_fits_beside_others_is_packed_and_then_all_is_still()
    {
        var cluster = Fragmented();
        var plan = Propose(cluster);
        var move = Assert.Single(plan.Moves);
        Assert.Equal("small", move.JobID);
        Assert.Equal((2, cluster.Live.Single(alloc => alloc.JobID == "filler").NodeID), (plan.Considered, move.ToNodeID));
        Assert.True(move.NewScore > move.Score && Math.Abs(move.Gain - (move.NewScore - move.Score)) < 1e-9);
        Move(cluster, plan);
        Assert.Equal(move.ToNodeID, cluster.Live.Single(alloc => alloc.JobID == "small").NodeID);
        Assert.Empty(Propose(cluster).Moves);
    }

    [Fact]
    public void A_plan_changes_nothing()
    {
        var cluster = Fragmented();
        var before = cluster.All.ToList();
        Propose(cluster);
        Assert.Equal(before, cluster.All);
    }

    [Fact]
    public void What_others_change_or_what_must_not_move_is_left_alone()
    {
        bool Moves(Func<Allocation, Allocation> change, Func<TaskGroup, TaskGroup>? edit = null, string type = JobTypes.Service)
        {
            var cluster = Fragmented();
            var job = cluster.Job("default", "small")!;
            var allocation = cluster.Live.Single(alloc => alloc.JobID == "small");
            if (edit is not null || type != JobTypes.Service)
            {
                job = cluster.Register(job with { Type = type, TaskGroups = [(edit ?? (own => own))(job.TaskGroups![0])] });
                allocation = allocation with { Job = job };
            }
            cluster.Change(change(allocation));
            return Propose(cluster).Moves.Any(move => move.JobID == "small");
        }
        Assert.True(Moves(own => own));
        Assert.False(Moves(own => own with { ClientStatus = AllocClientStatus.Pending }));
        Assert.False(Moves(own => own with { DesiredTransition = new DesiredTransition { Migrate = true } }));
        Assert.False(Moves(own => own with { DeploymentStatus = new() { Healthy = false } }));
        Assert.False(Moves(own => own, group => group with { EphemeralDisk = new() { SizeMB = 10, Sticky = true } }));
        Assert.False(Moves(own => own, type: JobTypes.Batch));
    }

    [Fact]
    public void Never_more_of_a_group_than_its_migrate_rules_allow_and_never_more_than_the_budget()
    {
        FakeCluster Spread(int maxParallel)
        {
            var cluster = new FakeCluster { Configuration = new() { SchedulerAlgorithm = SchedulerAlgorithms.Spread } };
            cluster.Add(A.Node(0));
            Deploy(cluster, A.Job("web", 8, group: group => group with { Migrate = new() { MaxParallel = maxParallel } }));
            Deploy(cluster, A.Job("api", 8, group: group => group with { Migrate = new() { MaxParallel = maxParallel } }));
            cluster.Add(A.Node(1), A.Node(2));
            return cluster;
        }
        var one = Propose(Spread(1));
        Assert.Equal(["api", "web"], one.Moves.Select(move => move.JobID).Order());
        Assert.Equal(16, one.Better);
        Assert.Equal(6, Propose(Spread(3)).Moves.Count);
        Assert.Equal(2, Propose(Spread(3), maxMoves: 2).Moves.Count);
        Assert.Empty(Propose(Spread(3), minGain: 1.9).Moves);
    }

    [Fact]
    public void No_move_breaks_a_constraint_or_crowds_a_group_and_repeated_they_come_to_rest()
    {
        Seeds.Each(10, seed =>
        {
            var cluster = new FakeCluster(seed);
            var random = new Random(seed);
            cluster.Add(Enumerable.Range(0, 4).Select(number => A.Node(number, cpu: 2000, memory: 4000)));
            for (var job = 0; job < 6; job++)
            {
                var linux = new Constraint { LTarget = "${attr.cpu.arch}", Operand = "=", RTarget = "amd64" };
                Deploy(cluster, A.Job($"j{job}", random.Next(1, 4), group: group => group.Using(own => own with { CPU = 100 + random.Next(300), MemoryMB = 100 + random.Next(500) })
                    with
                { Constraints = job % 2 == 0 ? [linux] : [new Constraint { Operand = Operands.DistinctHosts }] }));
            }
            cluster.Add(A.Node(4, cpu: 8000, memory: 16000), A.Node(5, cpu: 1000, memory: 2000));
            var rounds = 0;
            for (; rounds < 60 && Propose(cluster) is { Moves.Count: > 0 } plan; rounds++)
            {
                foreach (var move in plan.Moves)
                    Assert.True(Beside(cluster, move.JobID, move.ToNodeID) <= Beside(cluster, move.JobID, move.FromNodeID) - 1 + plan.Moves.Count(other => other.JobID == move.JobID));
                Move(cluster, plan);
                foreach (var alloc in cluster.Live)
                    Assert.True(int.Parse(alloc.JobID[1..]) % 2 != 0 || cluster.Node(alloc.NodeID)!.Attributes!["cpu.arch"] == "amd64");
                foreach (var job in cluster.Jobs.Where(job => int.Parse(job.ID[1..]) % 2 != 0))
                    Assert.Equal(cluster.Live.Count(alloc => alloc.JobID == job.ID), cluster.Live.Where(alloc => alloc.JobID == job.ID).Select(alloc => alloc.NodeID).Distinct().Count());
            }
            Assert.True(rounds < 60, "never came to rest");
        });
    }

    private static int Beside(FakeCluster cluster, string job, string node) => cluster.Live.Count(alloc => alloc.JobID == job && alloc.NodeID == node);
}
