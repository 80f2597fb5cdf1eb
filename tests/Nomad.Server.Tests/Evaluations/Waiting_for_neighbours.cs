using System.Text.Json.Nodes;
using Nomad.Model.Allocations;
using Nomad.Model.Evaluations;
using Nomad.Server.Endpoints;

namespace Nomad.Server.Tests.Evaluations;

public sealed class Waiting_for_neighbours
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static Task RegisterAsync(ServerAgent server, string id, int weight = 0)
    {
        var document = ServerHarness.JobDocument(id, 1);
        if (weight != 0)
            document["TaskGroups"]![0]!["Near"] = new JsonArray(new JsonObject { ["Job"] = "db", ["Weight"] = weight, ["Required"] = true });
        return server.Jobs.RegisterAsync(new JobRegistration { Document = document }, None);
    }

    private static Allocation[] Live(ServerAgent server, string job) =>
        [.. server.State.Snapshot().AllocationsOfJob("default", job).Where(alloc => alloc is { DesiredStatus: AllocDesiredStatus.Run, ClientStatus: AllocClientStatus.Running })];

    private static bool IsBlocked(ServerAgent server, string job) =>
        server.Blocked.Count > 0 && server.State.Snapshot().EvaluationsOfJob("default", job).Any(eval => eval.Status == EvalStatus.Blocked);

    [Fact]
    public async Task Who_must_be_near_to_a_job_is_placed_when_that_job_is()
    {
        await using var server = await ServerHarness.StartAsync();
        await using var node = new FakeNode(server.Nodes, ServerHarness.Node(ServerHarness.Id(1)));
        await node.StartAsync();
        await RegisterAsync(server, "web", weight: 50);
        await ServerHarness.EventuallyAsync(() => IsBlocked(server, "web"), "web waits");
        await RegisterAsync(server, "db");
        await ServerHarness.EventuallyAsync(() => Live(server, "web").Length == 1, "web runs beside db");
        Assert.Equal(50, server.State.Snapshot().Job("default", "web")!.TaskGroups![0].Near![0].Weight);
    }

    [Fact]
    public async Task Who_must_be_away_from_a_job_is_placed_when_that_job_stops()
    {
        await using var server = await ServerHarness.StartAsync();
        await using var node = new FakeNode(server.Nodes, ServerHarness.Node(ServerHarness.Id(1)));
        await node.StartAsync();
        await RegisterAsync(server, "db");
        await ServerHarness.EventuallyAsync(() => Live(server, "db").Length == 1, "db runs");
        await RegisterAsync(server, "web", weight: -50);
        await ServerHarness.EventuallyAsync(() => IsBlocked(server, "web"), "web waits");
        await server.Jobs.DeregisterAsync(new JobRemoval("default", "db"), None);
        await ServerHarness.EventuallyAsync(() => Live(server, "web").Length == 1, "web runs");
    }
}
