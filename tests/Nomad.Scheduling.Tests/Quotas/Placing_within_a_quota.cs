using Nomad.Model.Explanations;
using Nomad.Model.Quotas;
using Nomad.Scheduling.Explaining;

namespace Nomad.Scheduling.Tests.Quotas;

public sealed class Placing_within_a_quota
{
    private static FakeCluster Cluster(QuotaResources limit)
    {
        var cluster = new FakeCluster { Limit = limit };
        cluster.Add(Enumerable.Range(0, 4).Select(number => A.Node(number)));
        return cluster;
    }

    [Fact]
    public void No_more_is_placed_than_the_quota_allows_and_the_rest_waits_for_it()
    {
        var cluster = Cluster(new QuotaResources { CPU = 350 });
        cluster.Register(A.Job("web", 5));
        var result = cluster.Run("web");
        Assert.Equal(3, cluster.Live.Count());
        var blocked = Assert.Single(result.Blocked);
        Assert.Equal(("q", EvalStatus.Blocked), (blocked.QuotaLimitReached, blocked.Status));
        var failed = result.Evaluation.FailedTGAllocs!["g"];
        Assert.Equal(["cpu exhausted (400 needed > 350 limit)"], failed.QuotaExhausted!);
        Assert.Equal((2, 1), (result.Evaluation.QueuedAllocations!["g"], failed.CoalescedFailures));
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(-1, 0)]
    [InlineData(2, 2)]
    public void Zero_is_no_limit_and_a_negative_one_allows_nothing(int most, int placed)
    {
        var cluster = Cluster(new QuotaResources { Allocations = most });
        cluster.Register(A.Job("web", 5));
        cluster.Run("web");
        Assert.Equal(placed, cluster.Live.Count());
    }

    [Fact]
    public void What_a_plan_stops_makes_room_for_what_replaces_it()
    {
        var cluster = Cluster(new QuotaResources { MemoryMB = 200, Allocations = 2 });
        var job = A.Job("web", 2);
        cluster.Register(job);
        cluster.Run("web");
        cluster.Register(job.Edited(group => group with { Tasks = [group.Tasks![0] with { Env = new Dictionary<string, string> { ["a"] = "b" } }] }));
        var result = cluster.Run("web");
        Assert.Empty(result.Blocked);
        Assert.Equal(2, cluster.Live.Count(alloc => alloc.Job!.Version == 1));
    }

    /// <summary>What comes free in the plan itself wakes nobody afterwards, so it has to be used in it.</summary>
    [Fact]
    public void What_an_update_gives_back_is_there_for_new_allocations_of_the_same_plan()
    {
        var cluster = Cluster(new QuotaResources { CPU = 600 });
        cluster.Register(A.Job("web", 1, group: group => group.Using(own => own with { CPU = 400 })));
        cluster.Run("web");
        cluster.Register(A.Job("web", 3, group: group => group.Using(own => own with { CPU = 200 })));
        var result = cluster.Run("web");
        Assert.Empty(result.Blocked);
        Assert.Equal(3, cluster.Live.Count(alloc => alloc.Job!.Version == 1));
    }

    [Fact]
    public void A_group_that_comes_to_need_less_is_updated_before_one_that_needs_more()
    {
        var cluster = Cluster(new QuotaResources { CPU = 500 });
        Job Job(int first, int second)
        {
            var job = A.Job("web", 1, group: group => group.Using(own => own with { CPU = first }));
            var other = job.TaskGroups![0].Using(own => own with { CPU = second }) with { Name = "other" };
            return job with { TaskGroups = [job.TaskGroups[0], other] };
        }
        cluster.Register(Job(100, 400));
        cluster.Run("web");
        Assert.Equal(2, cluster.Live.Count());
        cluster.Register(Job(400, 100));
        var result = cluster.Run("web");
        Assert.Empty(result.Blocked);
        Assert.Equal(2, cluster.Live.Count(alloc => alloc.Job!.Version == 1));
    }

    [Fact]
    public void System_jobs_keep_to_it_too()
    {
        var cluster = Cluster(new QuotaResources { Allocations = 3 });
        cluster.Register(A.Job("agent", type: JobTypes.System));
        var result = cluster.Run("agent");
        Assert.Equal(3, cluster.Live.Count());
        Assert.Equal("q", Assert.Single(result.Blocked).QuotaLimitReached);
        cluster.Limit = null;
        cluster.Run("agent");
        Assert.Equal(4, cluster.Live.Count());
    }

    [Fact]
    public void Whole_cores_and_devices_count_as_such()
    {
        var amounts = QuotaAmounts.Of(new AllocatedResources
        {
            Tasks = new Dictionary<string, AllocatedTaskResources>
            {
                ["a"] = new() { Cpu = new() { CpuShares = 2000, ReservedCores = [1, 2] }, Memory = new() { MemoryMB = 10, MemoryMaxMB = 20 } },
                ["b"] = new()
                {
                    Cpu = new() { CpuShares = 100 }, Memory = new() { MemoryMB = 10 },
                    Devices = [new() { Vendor = "nvidia", Type = "gpu", Name = "t4", DeviceIDs = ["1", "2"] }],
                },
            },
        });
        Assert.Equal((100L, 2L, 20L, 30L, 1L), (amounts.Cpu, amounts.Cores, amounts.MemoryMB, amounts.MemoryMaxMB, amounts.Allocations));
        Assert.Equal((2L, 2L, 2L, 0L), (amounts.Count("gpu"), amounts.Count("nvidia/gpu"), amounts.Count("nvidia/gpu/t4"), amounts.Count("amd/gpu")));
        Assert.Equal("device gpu exhausted (4 needed > 3 limit)", amounts.Exceeded(amounts, new QuotaResources { Devices = [new() { Name = "gpu", Count = 3 }] }));
        Assert.Equal(QuotaAmounts.None, amounts.Subtract(amounts));
    }

    [Fact]
    public void The_explanation_names_the_quota()
    {
        var cluster = Cluster(new QuotaResources { Allocations = 1 });
        cluster.Register(A.Job("web", 2));
        cluster.Run("web");
        var group = JobExplainer.Explain(cluster, cluster.Job("default", "web")!, [], "", cluster.Context).Groups[0];
        Assert.Equal(["quota q of namespace default: allocations exhausted (2 needed > 1 limit)"], group.Reasons);
        Assert.DoesNotContain(group.Nodes, node => node.Check == NodeChecks.Cpu);
    }
}
