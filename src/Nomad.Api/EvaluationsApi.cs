using Nomad.Model.Allocations;
using Nomad.Model.Evaluations;
using Nomad.Model.Json;

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
}
