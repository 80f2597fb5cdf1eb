using Nomad.Agent.Http.Bodies;
using Nomad.Agent.Http.Routing;
using Nomad.Model;
using Nomad.Model.Json;
using Nomad.Model.Nodes;
using Nomad.Server.Endpoints;

namespace Nomad.Agent.Http.Nodes;

/// <summary>Changing nodes: draining, eligibility, purging; and node pools.</summary>
internal sealed class NodeWriteRoutes(AgentServices services)
{
    private static readonly Access Write = Access.To(AccessKind.Node, "write");

    private NodeEndpoint Nodes => services.RequireServer().Nodes;

    public IEnumerable<Route> All =>
    [
        new(Verbs.Write, "/v1/node/{id}/drain", Write, DrainAsync),
        new(Verbs.Write, "/v1/node/{id}/eligibility", Write, EligibilityAsync),
        new(Verbs.Write, "/v1/node/{id}/evaluate", Write, EvaluateAsync),
        new(Verbs.Write, "/v1/node/{id}/purge", Write, PurgeAsync),
        new(Verbs.Write, "/v1/node/pools", Access.Management, UpsertPoolAsync),
        new(Verbs.Write, "/v1/node/pool/{name}", Access.Management, UpsertPoolAsync),
        new(Verbs.Delete, "/v1/node/pool/{name}", Access.Management, DeletePoolAsync),
    ];

    private async Task DrainAsync(ApiCall call)
    {
        var request = await call.DocumentAsync();
        if (request.Text("NodeID") is { Length: > 0 } named && named != call["id"])
            throw HttpFailure.BadRequest("Node ID does not match");
        var drain = request.Part("DrainSpec", ModelJson.Default.DrainSpec);
        var meta = request.Part("Meta", ModelJson.Default.TextByText);
        var answer = await Nodes.DrainAsync(call["id"], drain, request.Flag("MarkEligible"), meta, call.Aborted);
        call.SetIndex(answer.Index);
        await call.JsonAsync(answer, ModelJson.Default.NodeDrainUpdateResponse);
    }

    private async Task EligibilityAsync(ApiCall call)
    {
        var request = await call.BodyAsync(ModelJson.Default.NodeUpdateEligibilityRequest);
        if (request.NodeID.Length > 0 && request.NodeID != call["id"])
            throw HttpFailure.BadRequest("Node ID does not match");
        var answer = await Nodes.SetEligibilityAsync(call["id"], request.Eligibility, call.Aborted);
        call.SetIndex(answer.Index);
        await call.JsonAsync(answer, ModelJson.Default.NodeEligibilityUpdateResponse);
    }

    private async Task EvaluateAsync(ApiCall call)
    {
        var answer = await Nodes.EvaluateAsync(call["id"], call.Aborted);
        call.SetIndex(answer.Index);
        await call.JsonAsync(answer, ModelJson.Default.NodeUpdateResponse);
    }

    private async Task PurgeAsync(ApiCall call)
    {
        var answer = await Nodes.PurgeAsync(call["id"], call.Aborted);
        call.SetIndex(answer.Index);
        await call.JsonAsync(answer, ModelJson.Default.NodeUpdateResponse);
    }

    private async Task UpsertPoolAsync(ApiCall call)
    {
        var pool = await call.BodyAsync(ModelJson.Default.NodePool);
        if (call.Path.StartsWith("/v1/node/pool/", StringComparison.Ordinal) && pool.Name != call["name"])
            throw HttpFailure.BadRequest("Node pool name does not match request path");
        call.SetIndex(await services.RequireServer().Namespaces.UpsertPoolAsync(pool, call.Aborted));
    }

    private async Task DeletePoolAsync(ApiCall call) => call.SetIndex(await services.RequireServer().Namespaces.DeletePoolAsync(call["name"], call.Aborted));
}
