using System.Text.Json;
using System.Text.Json.Nodes;
using Nomad.Agent.Http.Bodies;
using Nomad.Agent.Http.Routing;
using Nomad.Model.Json;

namespace Nomad.Agent.Http.Clients;

/// <summary>What a client says of itself and its allocations, and what it can be told to do.</summary>
internal sealed class ClientRoutes(ClientAccess clients)
{
    private static readonly Access ReadNode = Access.To(AccessKind.Node, "read");
    private static readonly Access WriteNode = Access.To(AccessKind.Node, "write");
    private static readonly Access ReadJob = Access.Namespace("read-job");
    private static readonly Access Lifecycle = Access.Namespace("alloc-lifecycle");

    public IEnumerable<Route> All =>
    [
        new(Verbs.Get, "/v1/client/stats", ReadNode, HostStatsAsync),
        new(Verbs.Get | Verbs.Write, "/v1/client/gc", WriteNode, CollectAllAsync),
        new(Verbs.Get, "/v1/client/metadata", ReadNode, MetadataAsync),
        new(Verbs.Post, "/v1/client/metadata", WriteNode, ApplyMetadataAsync),
        new(Verbs.Get, "/v1/client/allocation/{id}/stats", ReadJob, AllocationStatsAsync),
        new(Verbs.Get, "/v1/client/allocation/{id}/checks", ReadJob, ChecksAsync),
        new(Verbs.Get, "/v1/allocation/{id}/checks", ReadJob, ChecksAsync),
        new(Verbs.Write, "/v1/client/allocation/{id}/restart", Lifecycle, RestartAsync),
        new(Verbs.Write, "/v1/client/allocation/{id}/signal", Lifecycle, SignalAsync),
        new(Verbs.Get, "/v1/client/allocation/{id}/pause", ReadJob, PauseStandingAsync),
        new(Verbs.Write, "/v1/client/allocation/{id}/pause", Access.Namespace("submit-job|pause-allocation"), PauseAsync),
        new(Verbs.Get | Verbs.Write, "/v1/client/allocation/{id}/gc", Access.Namespace("submit-job|gc-allocation"), CollectAsync),
        new(Verbs.Get, "/v1/client/allocation/{id}/exec", Access.Namespace("alloc-exec"), new ExecRoute(clients).AnswerAsync),
    ];

    private async Task HostStatsAsync(ApiCall call) =>
        await call.JsonAsync(await clients.OfNode(call.Text("node_id")).HostStatsAsync(call.Aborted), ModelJson.Default.HostStats);

    private Task CollectAllAsync(ApiCall call) => clients.OfNode(call.Text("node_id")).CollectAllAsync(call.Aborted);

    private async Task MetadataAsync(ApiCall call) =>
        await call.JsonAsync(await clients.OfNode(call.Text("node_id")).MetadataAsync(call.Aborted), ModelJson.Default.NodeMetaResponse);

    private async Task ApplyMetadataAsync(ApiCall call)
    {
        var request = await call.DocumentAsync();
        var changes = request["Meta"] as System.Text.Json.Nodes.JsonObject ?? throw HttpFailure.BadRequest("missing required Meta object");
        var node = request.Text("NodeID") is { Length: > 0 } named ? named : call.Text("node_id");
        // null takes a key away.
        var texts = changes.ToDictionary(pair => pair.Key, pair => pair.Value is null ? null : changes.Text(pair.Key));
        await call.JsonAsync(await clients.OfNode(node).ApplyMetadataAsync(texts, call.Aborted), ModelJson.Default.NodeMetaResponse);
    }

    private async Task AllocationStatsAsync(ApiCall call) =>
        await call.JsonAsync(await clients.Of(call["id"]).AllocationStatsAsync(call["id"], call.Text("task"), call.Aborted), ModelJson.Default.AllocResourceUsage);

    private async Task ChecksAsync(ApiCall call) =>
        await call.JsonAsync(new JsonObject((await clients.Of(call["id"]).ChecksAsync(call["id"], call.Aborted))
            .Select(check => KeyValuePair.Create(check.Key, JsonSerializer.SerializeToNode(check.Value, ModelJson.Default.CheckQueryResult)))), AgentJson.Default.JsonObject);

    private async Task RestartAsync(ApiCall call)
    {
        var request = (await call.OptionalBytesAsync()).Length == 0 ? [] : await call.DocumentAsync();
        var (task, all) = (request.Text("TaskName"), request.Flag("AllTasks"));
        if (task.Length > 0 && all)
            throw HttpFailure.BadRequest("Can not set both AllTasks and TaskName");
        await clients.Of(call["id"]).RestartAsync(call["id"], task, all, call.Aborted);
        await call.JsonAsync(new JsonObject { ["Index"] = 0 }, AgentJson.Default.JsonObject);
    }

    private async Task SignalAsync(ApiCall call)
    {
        var request = await SignalOfAsync(call);
        await clients.Of(call["id"]).SignalAsync(call["id"], request.Text("Task"),
            request.Text("Signal") is { Length: > 0 } signal ? signal : "SIGKILL", call.Aborted);
        await call.JsonAsync(new JsonObject { ["Index"] = 0 }, AgentJson.Default.JsonObject);
    }

    private async Task PauseStandingAsync(ApiCall call)
    {
        var standing = await clients.Of(call["id"]).PauseStandingAsync(call["id"], call.Text("task"), call.Aborted);
        await call.JsonAsync(new JsonObject { ["ScheduleState"] = standing }, AgentJson.Default.JsonObject);
    }

    private async Task PauseAsync(ApiCall call)
    {
        var request = await call.DocumentAsync();
        await clients.Of(call["id"]).PauseAsync(call["id"], request.Text("Task"), request.Text("ScheduleState"), call.Aborted);
        await call.JsonAsync(new JsonObject { ["Index"] = 0 }, AgentJson.Default.JsonObject);
    }

    private static async Task<JsonObject> SignalOfAsync(ApiCall call)
    {
        try
        {
            return await call.DocumentAsync();
        }
        catch (HttpFailure refusal)
        {
            throw new HttpFailure(refusal.StatusCode, "Failed to decode body: " + refusal.Message);
        }
    }

    private Task CollectAsync(ApiCall call) => clients.Of(call["id"]).CollectAllocationAsync(call["id"], call.Aborted);
}
