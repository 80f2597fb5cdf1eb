using Nomad.Model;
using Nomad.Model.Deployments;
using Nomad.Model.Evaluations;
using Nomad.Model.Jobs;
using Nomad.Rpc;
using Nomad.Server.Commands;
using Nomad.Server.Deployments;
using Nomad.Server.Regions;
using Nomad.Server.State;

namespace Nomad.Server.Tests.Regions;

public sealed class Rolling_out_over_regions
{
    [Theory]
    [InlineData(0, "", "running,pending,pending", RolloutStep.Start)]
    [InlineData(1, "", "running,pending,pending", RolloutStep.Wait)]
    [InlineData(1, "", "blocked,pending,pending", RolloutStep.Start)]
    [InlineData(2, "", "running,pending,pending", RolloutStep.Start)]
    [InlineData(1, "", "blocked,pending,?", RolloutStep.Wait)]
    [InlineData(1, "", "?,pending,pending", RolloutStep.Wait)]
    [InlineData(1, "", "cancelled,pending,pending", RolloutStep.Start)]
    [InlineData(1, "", "failed,pending,pending", RolloutStep.Fail)]
    [InlineData(1, RegionFailure.FailLocal, "failed,pending,pending", RolloutStep.Start)]
    [InlineData(1, "", "blocked,blocked,failed", RolloutStep.Wait)]
    [InlineData(1, RegionFailure.FailAll, "blocked,blocked,failed", RolloutStep.Fail)]
    [InlineData(1, RegionFailure.FailLocal, "blocked,blocked,failed", RolloutStep.Wait)]
    [InlineData(1, "", "blocked,blocked,blocked", RolloutStep.Finish)]
    [InlineData(1, "", "successful,blocked,blocked", RolloutStep.Finish)]
    [InlineData(1, "", "gone,blocked,blocked", RolloutStep.Finish)]
    [InlineData(1, "", "blocked,blocked,?", RolloutStep.Wait)]
    [InlineData(1, "", "blocked,running,pending", RolloutStep.Wait)]
    [InlineData(1, "", "running,paused,pending", RolloutStep.Wait)]
    public void The_second_of_three_regions(int maxParallel, string onFailure, string statuses, RolloutStep expected)
    {
        var list = statuses.Split(',').Select(status => status switch { "?" => null, "gone" => "", _ => status }).ToArray();
        var plan = Plan(3, maxParallel, onFailure);
        Assert.Equal(expected, RegionRollout.Decide(plan, "r1", list[1]!, region => list[region[1] - '0']));
    }

    /// <summary>Every region decides for itself by what it heard last, in any order: limits hold all the same, and all come to one end.</summary>
    [Fact]
    public void Whoever_decides_when_the_limit_holds_and_all_come_to_an_end()
    {
        for (var seed = 1; seed <= 500; seed++)
        {
            var random = new Random(seed);
            var (count, parallel) = (random.Next(1, 6), random.Next(0, 4));
            var onFailure = new[] { RegionFailure.FailLater, RegionFailure.FailAll, RegionFailure.FailLocal }[random.Next(3)];
            var plan = Plan(count, parallel, onFailure);
            var statuses = Enumerable.Repeat<string?>(DeploymentStatus.Pending, count).ToArray();
            var failures = 0;
            for (var step = 0; step < 600; step++)
            {
                var own = random.Next(count);
                if (statuses[own] == DeploymentStatus.Running && random.Next(3) == 0)
                {
                    var fails = random.Next(8) == 0;
                    failures += fails ? 1 : 0;
                    statuses[own] = fails ? DeploymentStatus.Failed : DeploymentStatus.Blocked;
                }
                if (!DeploymentStatus.IsActive(statuses[own]!))
                    continue;
                var reachable = random.Next(4) > 0;
                statuses[own] = RegionRollout.Decide(plan, "r" + own, statuses[own]!, region => reachable ? statuses[region[1] - '0'] : null) switch
                {
                    RolloutStep.Start => DeploymentStatus.Running,
                    RolloutStep.Fail => DeploymentStatus.Failed,
                    RolloutStep.Finish => DeploymentStatus.Successful,
                    _ => statuses[own],
                };
                if (parallel > 0)
                    Assert.InRange(statuses.Count(status => status == DeploymentStatus.Running), 0, parallel);
            }
            Assert.DoesNotContain(DeploymentStatus.Running, statuses);
            Assert.DoesNotContain(DeploymentStatus.Pending, statuses);
            if (failures == 0)
                Assert.All(statuses, status => Assert.Equal(DeploymentStatus.Successful, status));
        }
    }

    [Fact]
    public void A_region_has_its_own_count_places_and_meta()
    {
        var job = ServerHarness.Job("a") with
        {
            Meta = new Dictionary<string, string> { ["k"] = "all", ["x"] = "1" },
            Multiregion = new Multiregion
            {
                Regions = [new() { Name = "west", Count = 3, Datacenters = ["w1"], NodePool = "fast", Meta = new Dictionary<string, string> { ["k"] = "west" } }, new() { Name = "east", Count = 2 }],
            },
        };
        job = job with { TaskGroups = [job.TaskGroups![0] with { Count = 0 }, job.TaskGroups[0] with { Name = "own", Count = 7 }] };
        var west = RegionalJob.In(job, "west");
        Assert.Equal(("west", "fast", "west", "1"), (west.Region, west.NodePool, west.Meta!["k"], west.Meta["x"]));
        Assert.Equal(["w1"], west.Datacenters);
        Assert.Equal([3, 7], west.TaskGroups!.Select(group => group.Count));
        Assert.Equal(job.Datacenters, RegionalJob.In(job, "east").Datacenters);
        Assert.Null(RegionalJob.Refusal(job, "east"));
        Assert.Equal("job \"a\" is for the regions west, east, not for \"north\"", RegionalJob.Refusal(job, "north"));
    }

    [Fact]
    public void Registering_for_all_regions_writes_one_version_and_a_deployment_that_waits_and_ends_the_older_one()
    {
        var store = new StateStore(TimeProvider.System);
        var job = ServerHarness.Job("a");
        store.Apply(1, new RegisterJob(job, null, null) { Deployment = Pending("d1") });
        var encoded = CommandCodec.Encode(new RegisterJob(job, null, null) { AtLeastVersion = 5, Deployment = Pending("d2") });
        store.Apply(2, CommandCodec.Decode(encoded));
        var state = store.Snapshot();
        Assert.Equal(5UL, state.Job("default", "a")!.Version);
        Assert.Equal((DeploymentStatus.Cancelled, DeploymentStatus.Pending), (state.Deployment("d1")!.Status, state.Deployment("d2")!.Status));
        Assert.Equal((5UL, 2UL), (state.Deployment("d2")!.JobVersion, state.Deployment("d2")!.CreateIndex));
        var standing = RegionStanding.Read(state, "default", "a");
        Assert.Equal((DeploymentStatus.Pending, DeploymentStatus.Cancelled, null, ""), (standing.Of(5)!, standing.Of(0)!, standing.Of(6), standing.Of(3)!));
    }

    [Fact]
    public async Task What_stays_blocked_because_a_region_does_not_answer_is_ended_by_hand()
    {
        await using var server = await ServerHarness.StartAsync();
        var id = ServerHarness.Id(5);
        var job = ServerHarness.Job("a") with { Multiregion = new Multiregion { Strategy = new() { MaxParallel = 1 }, Regions = [new() { Name = "global", Count = 1 }, new() { Name = "east", Count = 1 }] } };
        await server.Proposer.ProposeAsync(new RegisterJob(job, null, null) { Deployment = Pending(id) }, CancellationToken.None);
        foreach (var (status, refusal) in ((string, string)[])[(DeploymentStatus.Running, "can't unblock a deployment that is not blocked"), (DeploymentStatus.Blocked, ""), ("", "can't unblock terminal deployment")])
        {
            if (status.Length > 0)
                await server.Proposer.ProposeAsync(new SetDeploymentStatus(new DeploymentStatusUpdate { DeploymentID = id, Status = status }, null, null), CancellationToken.None);
            if (refusal.Length > 0)
                Assert.Equal(refusal, (await Assert.ThrowsAsync<RpcException>(() => server.Deployments.UnblockAsync(id, CancellationToken.None))).Message);
            else
                await server.Deployments.UnblockAsync(id, CancellationToken.None);
        }
        Assert.Equal(DeploymentStatus.Successful, server.State.Snapshot().Deployment(id)!.Status);
    }

    private static Deployment Pending(string id) => new() { ID = id, Namespace = "default", JobID = "a", IsMultiregion = true, Status = DeploymentStatus.Pending };

    private static Multiregion Plan(int count, int maxParallel, string onFailure) => new()
    {
        Strategy = new() { MaxParallel = maxParallel, OnFailure = onFailure },
        Regions = [.. Enumerable.Range(0, count).Select(number => new MultiregionRegion { Name = "r" + number, Count = 1 })],
    };
}
