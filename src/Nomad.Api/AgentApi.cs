using Nomad.Model.Cluster;
using Nomad.Model.Json;
using Nomad.Model.Requests;

namespace Nomad.Api;

/// <summary>The agent itself, its view of the servers, and the cluster's small facts.</summary>
public sealed class AgentApi(NomadClient client)
{
    public Task<Answer<AgentSelf>> SelfAsync(CancellationToken stop = default) => client.GetAsync("/v1/agent/self", json => json.AgentSelf, null, stop);

    public Task<Answer<ServerMembersResponse>> MembersAsync(Query? query = null, CancellationToken stop = default) =>
        client.GetAsync("/v1/agent/members", json => json.ServerMembersResponse, query, stop);

    /// <summary>The RPC addresses of the servers that a client knows.</summary>
    public Task<Answer<IReadOnlyList<string>>> ServersAsync(CancellationToken stop = default) =>
        client.GetAsync("/v1/agent/servers", json => json.ListOfText, null, stop);

    public Task SetServersAsync(IReadOnlyList<string> addresses, CancellationToken stop = default) =>
        client.SendTextAsync(HttpMethod.Put, "/v1/agent/servers?" + Addresses(addresses), [], null, stop);

    /// <summary>Asks the agent to join servers by gossip. The answer is <c>{"num_joined": n, "error": text}</c>.</summary>
    public Task<Answer<string>> JoinAsync(IReadOnlyList<string> addresses, CancellationToken stop = default) =>
        client.SendTextAsync(HttpMethod.Put, "/v1/agent/join?" + Addresses(addresses), [], null, stop);

    public Task ForceLeaveAsync(string node, bool prune, CancellationToken stop = default) =>
        client.SendTextAsync(HttpMethod.Put, "/v1/agent/force-leave", [], Query.None.With("node", node).With("prune", prune), stop);

    /// <summary>The log of an agent as plain text, until hung up.</summary>
    public Task<Stream> MonitorAsync(Query query, CancellationToken stop = default) => client.OpenAsync("/v1/agent/monitor", query.With("plain", true), stop);

    /// <summary>The leader's RPC address of a region, "" for none.</summary>
    public async Task<string> LeaderAsync(string region = "", CancellationToken stop = default) =>
        (await client.GetAsync("/v1/status/leader", json => json.String, new Query { Region = region }, stop)).Value;

    public Task<Answer<IReadOnlyList<string>>> RegionsAsync(CancellationToken stop = default) =>
        client.GetAsync("/v1/regions", json => json.ListOfText, null, stop);

    /// <summary>The keys of the gossip pool, and how many servers have each.</summary>
    public Task<Answer<KeyringResponse>> GossipKeysAsync(CancellationToken stop = default) =>
        client.GetAsync("/v1/agent/keyring/list", json => json.KeyringResponse, null, stop);

    /// <summary>Does something with a key on every server; <paramref name="verb"/> is <c>install</c>, <c>use</c> or <c>remove</c>.</summary>
    public Task<Answer<KeyringResponse>> ChangeGossipKeyAsync(string verb, string key, CancellationToken stop = default) => client.PutAsync(
        "/v1/agent/keyring/" + verb, new KeyringRequest { Key = key }, ModelJson.Default.KeyringRequest, ModelJson.Default.KeyringResponse, null, stop);

    private static string Addresses(IReadOnlyList<string> addresses) =>
        string.Join('&', addresses.Select(address => "address=" + Uri.EscapeDataString(address)));
}
