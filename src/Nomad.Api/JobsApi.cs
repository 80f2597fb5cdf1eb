using System.Text.Json.Nodes;
using Nomad.Model.Allocations;
using Nomad.Model.Deployments;
using Nomad.Model.Evaluations;
using Nomad.Model.Explanations;
using Nomad.Model.Jobs;
using Nomad.Model.Json;
using Nomad.Model.Requests;

namespace Nomad.Api;

/// <summary>Jobs: <c>/v1/jobs</c> and <c>/v1/job/…</c>.</summary>
public sealed class JobsApi(NomadClient client)
{
    public Task<Answer<IReadOnlyList<JobListStub>>> ListAsync(Query? query = null, CancellationToken stop = default) =>
        client.GetAsync("/v1/jobs", json => json.ListOfJobListStub, query, stop);

    public Task<Answer<Job>> GetAsync(string id, Query? query = null, CancellationToken stop = default) =>
        client.GetAsync(Path(id), json => json.Job, query, stop);

    /// <summary>Registers a job document: the API's form of a job, absent fields meaning "the default".</summary>
    public Task<Answer<JobRegisterResponse>> RegisterAsync(JsonObject request, Query? query = null, CancellationToken stop = default) =>
        PostAsync("/v1/jobs", request, ModelJson.Default.JobRegisterResponse, query, stop);

    public Task<Answer<JobPlanResponse>> PlanAsync(string id, JsonObject request, Query? query = null, CancellationToken stop = default) =>
        PostAsync(Path(id) + "/plan", request, ModelJson.Default.JobPlanResponse, query, stop);

    public Task<Answer<JobValidateResponse>> ValidateAsync(JsonObject request, Query? query = null, CancellationToken stop = default) =>
        PostAsync("/v1/validate/job", request, ModelJson.Default.JobValidateResponse, query, stop);

    public Task<Answer<JobDeregisterResponse>> DeregisterAsync(string id, Query? query = null, CancellationToken stop = default) =>
        client.DeleteAsync(Path(id), json => json.JobDeregisterResponse, query, stop);

    public Task<Answer<IReadOnlyList<AllocListStub>>> AllocationsAsync(string id, bool all = false, Query? query = null, CancellationToken stop = default) =>
        client.GetAsync(Path(id) + "/allocations", json => json.ListOfAllocListStub, (query ?? Query.None).With("all", all), stop);

    public Task<Answer<IReadOnlyList<Evaluation>>> EvaluationsAsync(string id, Query? query = null, CancellationToken stop = default) =>
        client.GetAsync(Path(id) + "/evaluations", json => json.ListOfEvaluation, query, stop);

    public Task<Answer<IReadOnlyList<Deployment>>> DeploymentsAsync(string id, bool all = false, Query? query = null, CancellationToken stop = default) =>
        client.GetAsync(Path(id) + "/deployments", json => json.ListOfDeployment, (query ?? Query.None).With("all", all), stop);

    /// <summary>The newest deployment; null when there is none.</summary>
    /// <summary>The scaling policies of all jobs; <paramref name="parameters"/> may hold <c>job</c> and <c>type</c>.</summary>
    public Task<Answer<IReadOnlyList<ScalingPolicyListStub>>> ScalingPoliciesAsync(string parameters = "", Query? query = null, CancellationToken stop = default) =>
        client.GetAsync("/v1/scaling/policies" + parameters, json => json.ListOfScalingPolicyListStub, query, stop);

    public Task<Answer<ScalingPolicy>> ScalingPolicyAsync(string id, Query? query = null, CancellationToken stop = default) =>
        client.GetAsync("/v1/scaling/policy/" + id, json => json.ScalingPolicy, query, stop);

    public async Task<Deployment?> LatestDeploymentAsync(string id, Query? query = null, CancellationToken stop = default) =>
        (await client.GetAsync<Deployment?>(Path(id) + "/deployment", json => json.Deployment!, query, stop)).Value;

    /// <summary>Why a job runs where it runs and not elsewhere, node by node; one group, or "" for all.</summary>
    public Task<Answer<JobExplanation>> ExplainAsync(string id, string group = "", Query? query = null, CancellationToken stop = default) =>
        client.GetAsync(Path(id) + "/explain", json => json.JobExplanation, group.Length == 0 ? query : (query ?? Query.None).With("group", group), stop);

    public Task<Answer<JobSummary>> SummaryAsync(string id, Query? query = null, CancellationToken stop = default) =>
        client.GetAsync(Path(id) + "/summary", json => json.JobSummary, query, stop);

    public Task<Answer<JobVersionsResponse>> VersionsAsync(string id, bool diffs, Query? query = null, CancellationToken stop = default) =>
        client.GetAsync(Path(id) + "/versions", json => json.JobVersionsResponse, (query ?? Query.None).With("diffs", diffs), stop);

    public Task<Answer<JobSubmission>> SubmissionAsync(string id, ulong version, Query? query = null, CancellationToken stop = default) =>
        client.GetAsync(Path(id) + "/submission", json => json.JobSubmission, (query ?? Query.None).With("version", version.ToString()), stop);

    public Task<Answer<JobRegisterResponse>> RevertAsync(string id, JobRevertRequest request, Query? query = null, CancellationToken stop = default) =>
        client.PutAsync(Path(id) + "/revert", request, ModelJson.Default.JobRevertRequest, ModelJson.Default.JobRegisterResponse, query, stop);

    public Task<Answer<JobRegisterResponse>> ScaleAsync(string id, JsonObject request, Query? query = null, CancellationToken stop = default) =>
        PostAsync(Path(id) + "/scale", request, ModelJson.Default.JobRegisterResponse, query, stop);

    public Task<Answer<JobScaleStatus>> ScaleStatusAsync(string id, Query? query = null, CancellationToken stop = default) =>
        client.GetAsync(Path(id) + "/scale", json => json.JobScaleStatus, query, stop);

    public Task<Answer<JobRegisterResponse>> EvaluateAsync(string id, JobEvaluateRequest request, Query? query = null, CancellationToken stop = default) =>
        client.PutAsync(Path(id) + "/evaluate", request, ModelJson.Default.JobEvaluateRequest, ModelJson.Default.JobRegisterResponse, query, stop);

    public Task<Answer<PeriodicForceResponse>> ForcePeriodicAsync(string id, Query? query = null, CancellationToken stop = default) =>
        PostAsync(Path(id) + "/periodic/force", [], ModelJson.Default.PeriodicForceResponse, query, stop);

    public Task<Answer<JobDispatchResponse>> DispatchAsync(string id, JobDispatchRequest request, Query? query = null, CancellationToken stop = default) =>
        client.PutAsync(Path(id) + "/dispatch", request, ModelJson.Default.JobDispatchRequest, ModelJson.Default.JobDispatchResponse, query, stop);

    private async Task<Answer<T>> PostAsync<T>(string path, JsonObject request, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type,
        Query? query, CancellationToken stop)
    {
        var answer = await client.SendTextAsync(HttpMethod.Put, path, System.Text.Encoding.UTF8.GetBytes(request.ToJsonString()), query, stop);
        return new Answer<T>(System.Text.Json.JsonSerializer.Deserialize(answer.Value, type)!, answer.Index, answer.KnownLeader, answer.NextToken);
    }

    private static string Path(string id) => "/v1/job/" + Uri.EscapeDataString(id);
}
