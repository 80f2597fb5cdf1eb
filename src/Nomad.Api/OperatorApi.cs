using System.Globalization;
using System.Text.Json;
using Nomad.Model.Cluster;
using Nomad.Model.Json;
using Nomad.Model.Rebalancing;
using Nomad.Model.Requests;

namespace Nomad.Api;

/// <summary>Running a cluster: scheduler configuration, searches, garbage collection.</summary>
public sealed class OperatorApi(NomadClient client)
{
    public Task<Answer<SchedulerConfigurationResponse>> SchedulerConfigurationAsync(Query? query = null, CancellationToken stop = default) =>
        client.GetAsync("/v1/operator/scheduler/configuration", json => json.SchedulerConfigurationResponse, query, stop);

    public Task<Answer<RaftConfigurationResponse>> RaftConfigurationAsync(Query? query = null, CancellationToken stop = default) =>
        client.GetAsync("/v1/operator/raft/configuration", json => json.RaftConfigurationResponse, query, stop);

    /// <summary>Takes a server out of the Raft group, by its id.</summary>
    public Task<Answer<string>> RemovePeerAsync(string id, CancellationToken stop = default) =>
        client.SendTextAsync(HttpMethod.Delete, "/v1/operator/raft/peer", null, Query.None.With("id", id), stop);

    /// <summary>Makes another server the leader; <paramref name="key"/> is <c>id</c> or <c>address</c>.</summary>
    public Task<Answer<string>> TransferLeadershipAsync(string key, string value, CancellationToken stop = default) =>
        client.SendTextAsync(HttpMethod.Put, "/v1/operator/raft/transfer-leadership", [], Query.None.With(key, value), stop);

    public Task<Answer<AutopilotConfig>> AutopilotAsync(Query? query = null, CancellationToken stop = default) =>
        client.GetAsync("/v1/operator/autopilot/configuration", json => json.AutopilotConfig, query, stop);

    /// <summary>False, and nothing changed, when the stored configuration has another modify index than <paramref name="checkIndex"/>.</summary>
    public async Task<bool> SetAutopilotAsync(AutopilotConfig configuration, ulong checkIndex, CancellationToken stop = default)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(configuration, ModelJson.Default.AutopilotConfig);
        var answer = await client.SendTextAsync(HttpMethod.Put, "/v1/operator/autopilot/configuration", body,
            Query.None.With("cas", checkIndex.ToString(CultureInfo.InvariantCulture)), stop);
        return answer.Value.Trim() == "true";
    }

    /// <summary>How the servers are doing; the answer of unhealthy ones (status 429) is as good as any.</summary>
    public async Task<OperatorHealthReply> AutopilotHealthAsync(Query? query = null, CancellationToken stop = default)
    {
        const int unhealthy = 429;
        try
        {
            return (await client.GetAsync("/v1/operator/autopilot/health", json => json.OperatorHealthReply, query, stop)).Value;
        }
        catch (NomadApiException answer) when (answer.StatusCode == unhealthy && answer.Body.StartsWith('{'))
        {
            return JsonSerializer.Deserialize(answer.Body, ModelJson.Default.OperatorHealthReply)!;
        }
    }

    /// <summary>Objects of every kind whose id starts with a prefix (<paramref name="context"/>: one kind, or <c>all</c>).</summary>
    public Task<Answer<SearchResponse>> SearchAsync(string prefix, string context = "all", Query? query = null, CancellationToken stop = default) =>
        client.PutAsync("/v1/search", new SearchRequest { Prefix = prefix, Context = context }, ModelJson.Default.SearchRequest, ModelJson.Default.SearchResponse, query, stop);

    /// <summary>Which allocations would do better on other nodes. Changes nothing.</summary>
    public Task<Answer<RebalancePlan>> RebalancePlanAsync(RebalanceRequest request, CancellationToken stop = default) => client.GetAsync("/v1/operator/rebalance",
        json => json.RebalancePlan, (request.JobID.Length == 0 ? Query.None : new Query { Namespace = request.Namespace }.With("job", request.JobID))
            .With("max_moves", request.MaxMoves.ToString(CultureInfo.InvariantCulture)).With("min_gain", request.MinGain.ToString(CultureInfo.InvariantCulture)), stop);

    /// <summary>Moves them; the answer says which and by which evaluations.</summary>
    public Task<Answer<RebalancePlan>> RebalanceAsync(RebalanceRequest request, CancellationToken stop = default) =>
        client.PutAsync("/v1/operator/rebalance", request, ModelJson.Default.RebalanceRequest, ModelJson.Default.RebalancePlan, null, stop);

    public Task CollectGarbageAsync(CancellationToken stop = default) => client.SendTextAsync(HttpMethod.Put, "/v1/system/gc", [], null, stop);

    public Task ReconcileSummariesAsync(CancellationToken stop = default) =>
        client.SendTextAsync(HttpMethod.Put, "/v1/system/reconcile/summaries", [], null, stop);
}
