using System.Text.Json.Nodes;
using Nomad.Model.Deployments;
using Nomad.Model.Nodes;
using Nomad.Model.Requests;
using Nomad.Rpc;
using Nomad.Server.Endpoints;

namespace Nomad.Server.Tests.Deployments;

/// <summary>The clock is set right after a deadline was written, before anybody looked at it: the deadline is as far away as it was.</summary>
public sealed class A_clock_set_in_passing
{
    // Longer than a deployment (a quarter of a second) or a drain (one second) waits to be looked at.
    private static readonly TimeSpan Watch = TimeSpan.FromSeconds(2.5);

    private static readonly CancellationToken None = CancellationToken.None;

    [Theory]
    [InlineData(2)]
    [InlineData(-30)]
    public async Task Neither_deployment_nor_drain_has_ended_when_it_is_looked_at(int hours)
    {
        var clock = new Clock();
        await using var server = await ServerHarness.StartAsync(time: clock);
        // Nobody runs what this node is given, so the deployment has no progress and the drain has something left.
        await server.Nodes.RegisterAsync(ServerHarness.Node(ServerHarness.Id(1)), None);
        await server.Nodes.HeartbeatAsync(new NodeHeartbeat(ServerHarness.Id(1), "secret-" + ServerHarness.Id(1), NodeStatus.Ready), None);
        var document = ServerHarness.JobDocument("web", 1);
        document["TaskGroups"]![0]!["Update"] = JsonNode.Parse("""{"MaxParallel": 1, "ProgressDeadline": 600000000000, "HealthyDeadline": 300000000000}""");
        await server.Jobs.RegisterAsync(new JobRegistration { Document = document }, None);
        await ServerHarness.EventuallyAsync(() => Deployment(server)?.TaskGroups!["web"].RequireProgressBy != default, "a deployment that must go on");
        await server.Nodes.DrainAsync(ServerHarness.Id(1), new DrainSpec { Deadline = TimeSpan.FromMinutes(5) }, false, null, None);
        clock.Set(TimeSpan.FromHours(hours));
        await Task.Delay(Watch);
        Assert.Equal(DeploymentStatus.Running, Deployment(server)!.Status);
        Assert.NotNull(server.State.Snapshot().Node(ServerHarness.Id(1))!.DrainStrategy);
    }

    private static Deployment? Deployment(ServerAgent server) => server.State.Snapshot().Deployments().FirstOrDefault();

    private sealed class Clock : TimeProvider
    {
        private TimeSpan off;

        public void Set(TimeSpan by) => off = by;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + off;
    }
}
