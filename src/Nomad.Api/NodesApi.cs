using System.Text.Json.Nodes;
using Nomad.Model.Allocations;
using Nomad.Model.Json;
using Nomad.Model.Nodes;
using Nomad.Model.Requests;
using Nomad.Model.Stats;

namespace Nomad.Api;

/// <summary>Nodes: <c>/v1/nodes</c>, <c>/v1/node/…</c> and the statistics of a client.</summary>
public sealed class NodesApi(NomadClient client)
{
    public Task<Answer<IReadOnlyList<NodeListStub>>> ListAsync(Query? query = null, CancellationToken stop = default) =>
        client.GetAsync("/v1/nodes", json => json.ListOfNodeListStub, query, stop);

    public Task<Answer<Node>> GetAsync(string id, Query? query = null, CancellationToken stop = default) =>
        client.GetAsync(Path(id), json => json.Node, query, stop);

    public Task<Answer<IReadOnlyList<Allocation>>> AllocationsAsync(string id, Query? query = null, CancellationToken stop = default) =>
        client.GetAsync(Path(id) + "/allocations", json => json.ListOfAllocation, query, stop);

    /// <summary>Sets or (null spec) removes a drain. The request is <c>{"DrainSpec": …, "MarkEligible": …, "Meta": …}</c>.</summary>
    public async Task<NodeDrainUpdateResponse> DrainAsync(string id, JsonObject request, Query? query = null, CancellationToken stop = default)
    {
        var answer = await client.SendTextAsync(HttpMethod.Put, Path(id) + "/drain", System.Text.Encoding.UTF8.GetBytes(request.ToJsonString()), query, stop);
        return System.Text.Json.JsonSerializer.Deserialize(answer.Value, ModelJson.Default.NodeDrainUpdateResponse)!;
    }

    public Task<Answer<NodeEligibilityUpdateResponse>> SetEligibilityAsync(string id, string eligibility, Query? query = null, CancellationToken stop = default) =>
        client.PutAsync(Path(id) + "/eligibility", new NodeUpdateEligibilityRequest { Eligibility = eligibility, NodeID = id },
            ModelJson.Default.NodeUpdateEligibilityRequest, ModelJson.Default.NodeEligibilityUpdateResponse, query, stop);

    public Task<Answer<HostStats>> StatsAsync(string id, Query? query = null, CancellationToken stop = default) =>
        client.GetAsync("/v1/client/stats", json => json.HostStats, (query ?? Query.None).With("node_id", id), stop);

    private static string Path(string id) => "/v1/node/" + Uri.EscapeDataString(id);
}
