using System.Text.Json.Nodes;
using Nomad.Agent.Http.Jobs;
using Nomad.Agent.Http.Queries;
using Nomad.Agent.Http.Routing;
using Nomad.Model.Allocations;
using Nomad.Model.Json;
using Nomad.Model.Nodes;
using Nomad.Server.State;

namespace Nomad.Agent.Http.Nodes;

/// <summary>Reading nodes and node pools.</summary>
internal sealed class NodeReadRoutes(AgentServices services)
{
    private static readonly Access Read = Access.To(AccessKind.Node, "read");

    private StateStore State => services.RequireServer().State;

    public IEnumerable<Route> All =>
    [
        new(Verbs.Get, "/v1/nodes", Read, ListAsync),
        new(Verbs.Get, "/v1/node/{id}", Read, OneAsync),
        new(Verbs.Get, "/v1/node/{id}/allocations", Read, AllocationsAsync),
        new(Verbs.Get, "/v1/node/pools", Access.Anyone, PoolsAsync),
        new(Verbs.Get, "/v1/node/pool/{name}", Access.Anyone, PoolAsync),
        new(Verbs.Get, "/v1/node/pool/{name}/nodes", Read, NodesOfPoolAsync),
        new(Verbs.Get, "/v1/node/pool/{name}/jobs", Access.Namespace("list-jobs"), JobsOfPoolAsync),
    ];

    private Task ListAsync(ApiCall call)
    {
        var matches = IdPrefix.Matcher(call.Options.Prefix, "node");
        return Reads.ListAsync(call, State, [Watch.Whole(StateTable.Nodes)], snapshot => snapshot.Nodes().Where(node => matches(node.ID)),
            NodeShapes.Listing(Field(call, "resources"), Field(call, "os")));
    }

    private static bool Field(ApiCall call, string key)
    {
        try
        {
            return BooleanQuery.Read(call, key);
        }
        catch (HttpFailure refusal)
        {
            throw HttpFailure.BadRequest("Failed to parse node list fields: " + refusal.Message);
        }
    }

    private async Task OneAsync(ApiCall call)
    {
        IdPrefix.RequireWhole(call["id"], "node");
        await Reads.OneAsync(call, State, [Watch.Node(call["id"])], snapshot => snapshot.Node(call["id"]) is { } node ? NodeShapes.Document(node) : null,
            (document => document["ModifyIndex"]!.GetValue<ulong>(), AgentJson.Default.JsonObject, "node not found"));
    }

    private Task AllocationsAsync(ApiCall call)
    {
        IdPrefix.RequireWhole(call["id"], "node");
        return Reads.ListAsync(call, State, [Watch.AllocationsOfNode(call["id"])], snapshot => snapshot.AllocationsOfNode(call["id"]),
            new Listing<Allocation, Allocation>(a => PageKey.ByTime(a.CreateIndex, a.ID), ModelJson.Default.Allocation, (a, _) => a, ModelJson.Default.ListOfAllocation));
    }

    private Task PoolsAsync(ApiCall call) => Reads.ListAsync(call, State, [Watch.Whole(StateTable.NodePools)],
        snapshot => snapshot.NodePools().Where(pool => pool.Name.StartsWith(call.Options.Prefix, StringComparison.Ordinal)),
        new Listing<NodePool, NodePool>(pool => PageKey.ById(pool.Name), ModelJson.Default.NodePool, (pool, _) => pool, ModelJson.Default.ListOfNodePool));

    private Task PoolAsync(ApiCall call) => Reads.OneAsync(call, State, [Watch.Whole(StateTable.NodePools)], snapshot => snapshot.NodePool(call["name"]),
        (pool => pool.ModifyIndex, ModelJson.Default.NodePool, "node pool not found"));

    private Task NodesOfPoolAsync(ApiCall call)
    {
        if (call.Options.Prefix.Length > 0)
            throw HttpFailure.BadRequest("prefix argument not allowed");
        return Reads.ListAsync(call, State, [Watch.Whole(StateTable.Nodes)],
            snapshot => snapshot.Nodes().Where(node => call["name"] == StateDefaults.EveryNodePool || node.NodePool == call["name"]),
            NodeShapes.Listing(Field(call, "resources"), Field(call, "os")));
    }

    private Task JobsOfPoolAsync(ApiCall call)
    {
        if (call.Options.Prefix.Length > 0)
            throw HttpFailure.BadRequest("prefix argument not allowed");
        return Reads.ListAsync(call, State, [Watch.Whole(StateTable.Jobs)],
            snapshot => snapshot.Jobs().Where(job => JobReadRoutes.InNamespace(call, job.Namespace) && job.NodePool == call["name"]),
            JobShapes.Listing(BooleanQuery.Read(call, "meta")));
    }
}
