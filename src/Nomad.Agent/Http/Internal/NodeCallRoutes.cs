using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Nomad.Agent.Http.Routing;
using Nomad.Model.Allocations;
using Nomad.Model.Jobs;
using Nomad.Model.Json;
using Nomad.Rpc;

namespace Nomad.Agent.Http.Internal;

/// <summary>
/// What clients ask of servers (<see cref="INodeEndpoint"/>), as routes for other agents only (<see cref="AccessKind.Peer"/>). Each call proves by the node's secret for whom it speaks.
/// </summary>
internal sealed class NodeCallRoutes(AgentServices services)
{
    public const string Prefix = "/v1/internal/node/";

    public IEnumerable<Route> All =>
    [
        new(Verbs.Post, Prefix + "register", Access.Peer, RegisterAsync),
        new(Verbs.Post, Prefix + "heartbeat", Access.Peer, HeartbeatAsync),
        new(Verbs.Post, Prefix + "allocations", Access.Peer, AllocationsAsync),
        new(Verbs.Post, Prefix + "updates", Access.Peer, UpdatesAsync),
        new(Verbs.Post, Prefix + "events", Access.Peer, EventsAsync),
        new(Verbs.Post, Prefix + "deregister", Access.Peer, DeregisterAsync),
        new(Verbs.Post, Prefix + "allocation", Access.Peer, AllocationAsync),
    ];

    private INodeEndpoint Nodes => services.RequireServer().Nodes;

    private async Task RegisterAsync(ApiCall call) =>
        await call.JsonAsync(await Nodes.RegisterAsync(await ReadAsync(call, ModelJson.Default.Node), call.Aborted), ModelJson.Default.NodeUpdateResponse);

    private async Task HeartbeatAsync(ApiCall call) =>
        await call.JsonAsync(await Nodes.HeartbeatAsync(await ReadAsync(call, NodeCallJson.Default.NodeHeartbeat), call.Aborted), ModelJson.Default.NodeUpdateResponse);

    private async Task AllocationsAsync(ApiCall call)
    {
        var question = await ReadAsync(call, NodeCallJson.Default.AllocationsQuestion);
        var found = await Nodes.WaitForAllocationsAsync(new NodeAllocationsQuery(
            question.NodeId, question.SecretId, question.MinIndex, TimeSpan.FromMilliseconds(question.WaitMilliseconds)), call.Aborted);
        var jobs = new Dictionary<Job, int>(ReferenceEqualityComparer.Instance);
        List<int> jobOf = [];
        List<JsonElement> allocations = [];
        foreach (var allocation in found.Allocations)
        {
            jobOf.Add(allocation.Job is not { } job ? -1 : jobs.TryGetValue(job, out var place) ? place : jobs[job] = jobs.Count);
            allocations.Add(JsonSerializer.SerializeToElement(allocation with { Job = null }, ModelJson.Default.Allocation));
        }
        await call.JsonAsync(new AllocationsAnswer(found.Index,
            [.. jobs.OrderBy(pair => pair.Value).Select(pair => JsonSerializer.SerializeToElement(pair.Key, ModelJson.Default.Job))], jobOf, allocations),
            NodeCallJson.Default.AllocationsAnswer);
    }

    private async Task UpdatesAsync(ApiCall call)
    {
        var report = await ReadAsync(call, NodeCallJson.Default.AllocationReports);
        var index = await Nodes.UpdateAllocationsAsync(new NodeAllocationUpdates(
            report.NodeId, report.SecretId, [.. report.Allocations.Select(one => one.Deserialize(ModelJson.Default.Allocation)!)]), call.Aborted);
        await call.JsonAsync(index, NodeCallJson.Default.UInt64);
    }

    private async Task EventsAsync(ApiCall call)
    {
        var report = await ReadAsync(call, NodeCallJson.Default.NodeEventsReport);
        Prove(report.NodeId, report.SecretId);
        var index = await Nodes.EmitEventsAsync(report.NodeId, [.. report.Events.Select(one => one.Deserialize(ModelJson.Default.NodeEvent)!)], call.Aborted);
        await call.JsonAsync(index, NodeCallJson.Default.UInt64);
    }

    private async Task DeregisterAsync(ApiCall call)
    {
        var claim = await ReadAsync(call, NodeCallJson.Default.NodeClaim);
        await call.JsonAsync(await Nodes.DeregisterAsync(claim.NodeId, claim.SecretId, call.Aborted), ModelJson.Default.NodeUpdateResponse);
    }

    private async Task AllocationAsync(ApiCall call)
    {
        var claim = await ReadAsync(call, NodeCallJson.Default.NodeClaim);
        Prove(claim.NodeId, claim.SecretId);
        var found = await Nodes.FindAllocationAsync(claim.AllocationId, call.Aborted) ?? throw HttpFailure.NotFound("alloc not found");
        await call.JsonAsync(found, ModelJson.Default.Allocation);
    }

    private void Prove(string nodeId, string secret)
    {
        if (services.RequireServer().State.Snapshot().Node(nodeId) is not { } node || !Secrets.Same(node.SecretID, secret))
            throw new RpcException("node secret ID does not match");
    }

    private static Task<T> ReadAsync<T>(ApiCall call, JsonTypeInfo<T> type) => call.BodyAsync(type);
}
