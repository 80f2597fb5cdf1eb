using Nomad.Model.Allocations;
using Nomad.Model.Deployments;
using Nomad.Model.Json;
using Nomad.Model.Requests;

namespace Nomad.Api;

/// <summary>Deployments: the rollout of a job's version.</summary>
public sealed class DeploymentsApi(NomadClient client)
{
    public Task<Answer<IReadOnlyList<Deployment>>> ListAsync(Query? query = null, CancellationToken stop = default) =>
        client.GetAsync("/v1/deployments", json => json.ListOfDeployment, query, stop);

    public Task<Answer<Deployment>> GetAsync(string id, Query? query = null, CancellationToken stop = default) =>
        client.GetAsync("/v1/deployment/" + id, json => json.Deployment, query, stop);

    public Task<Answer<IReadOnlyList<AllocListStub>>> AllocationsAsync(string id, Query? query = null, CancellationToken stop = default) =>
        client.GetAsync("/v1/deployment/allocations/" + id, json => json.ListOfAllocListStub, query, stop);

    public Task<Answer<DeploymentUpdateResponse>> FailAsync(string id, Query? query = null, CancellationToken stop = default) =>
        client.PutAsync("/v1/deployment/fail/" + id, "", ModelJson.Default.String, ModelJson.Default.DeploymentUpdateResponse, query, stop);

    public Task<Answer<DeploymentUpdateResponse>> PauseAsync(string id, bool pause, Query? query = null, CancellationToken stop = default) =>
        client.PutAsync("/v1/deployment/pause/" + id, new DeploymentPauseRequest { DeploymentID = id, Pause = pause },
            ModelJson.Default.DeploymentPauseRequest, ModelJson.Default.DeploymentUpdateResponse, query, stop);

    public Task<Answer<DeploymentUpdateResponse>> PromoteAsync(string id, IReadOnlyList<string> groups, Query? query = null, CancellationToken stop = default) =>
        client.PutAsync("/v1/deployment/promote/" + id, new DeploymentPromoteRequest { DeploymentID = id, All = groups.Count == 0, Groups = groups },
            ModelJson.Default.DeploymentPromoteRequest, ModelJson.Default.DeploymentUpdateResponse, query, stop);

    public Task<Answer<DeploymentUpdateResponse>> UnblockAsync(string id, Query? query = null, CancellationToken stop = default) =>
        client.PutAsync("/v1/deployment/unblock/" + id, "", ModelJson.Default.String, ModelJson.Default.DeploymentUpdateResponse, query, stop);
}
