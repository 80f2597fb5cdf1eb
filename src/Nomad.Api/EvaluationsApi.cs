using Nomad.Model.Allocations;
using Nomad.Model.Evaluations;
using Nomad.Model.Json;
using Nomad.Model.Requests;

namespace Nomad.Api;

/// <summary>Evaluations: the scheduler's units of work.</summary>
public sealed class EvaluationsApi(NomadClient client)
{
    public Task<Answer<IReadOnlyList<Evaluation>>> ListAsync(Query? query = null, CancellationToken stop = default) =>
        client.GetAsync("/v1/evaluations", json => json.ListOfEvaluation, query, stop);

    public Task<Answer<Evaluation>> GetAsync(string id, Query? query = null, CancellationToken stop = default) =>
        client.GetAsync("/v1/evaluation/" + id, json => json.Evaluation, query, stop);

    public Task<Answer<IReadOnlyList<AllocListStub>>> AllocationsAsync(string id, Query? query = null, CancellationToken stop = default) =>
        client.GetAsync("/v1/evaluation/" + id + "/allocations", json => json.ListOfAllocListStub, query, stop);

    /// <summary>Removes evaluations by id or by filter, not both. Answers how many.</summary>
    /// <exception cref="ApiException">The evaluation broker is not paused, one is unknown, or has living allocations.</exception>
    public async Task<EvalDeleteResponse> DeleteAsync(EvalDeleteRequest request, CancellationToken stop = default)
    {
        var body = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(request, ModelJson.Default.EvalDeleteRequest);
        var answer = await client.SendTextAsync(HttpMethod.Delete, "/v1/evaluations", body, null, stop);
        return System.Text.Json.JsonSerializer.Deserialize(answer.Value, ModelJson.Default.EvalDeleteResponse)!;
    }
}
