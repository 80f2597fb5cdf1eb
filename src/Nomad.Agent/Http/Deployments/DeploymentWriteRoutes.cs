using Nomad.Agent.Http.Queries;
using Nomad.Agent.Http.Routing;
using Nomad.Model.Json;
using Nomad.Model.Requests;
using Nomad.Server.Endpoints;

namespace Nomad.Agent.Http.Deployments;

/// <summary>What can be done to a deployment.</summary>
internal sealed class DeploymentWriteRoutes(AgentServices services)
{
    private DeploymentEndpoint Deployments => services.RequireServer().Deployments;

    public IEnumerable<Route> All =>
    [
        new(Verbs.Write, "/v1/deployment/fail/{id}", Access.Namespace("submit-job|fail-deployment"),
            call => AnswerAsync(call, id => Deployments.FailAsync(id, call.Aborted))),
        new(Verbs.Write, "/v1/deployment/pause/{id}", Access.Namespace("submit-job|pause-deployment"), PauseAsync),
        new(Verbs.Write, "/v1/deployment/promote/{id}", Access.Namespace("submit-job|promote-deployment"), PromoteAsync),
        new(Verbs.Write, "/v1/deployment/allocation-health/{id}", Access.Namespace("submit-job|set-alloc-health-deployment"), HealthAsync),
        new(Verbs.Write, "/v1/deployment/unblock/{id}", Access.Namespace("submit-job|unblock-deployment"),
            call => AnswerAsync(call, id => Deployments.UnblockAsync(id, call.Aborted))),
    ];

    private async Task PauseAsync(ApiCall call)
    {
        var request = await call.BodyAsync(ModelJson.Default.DeploymentPauseRequest);
        Match(call, request.DeploymentID);
        await AnswerAsync(call, id => Deployments.PauseAsync(id, request.Pause, call.Aborted));
    }

    private async Task PromoteAsync(ApiCall call)
    {
        var request = await call.BodyAsync(ModelJson.Default.DeploymentPromoteRequest);
        Match(call, request.DeploymentID);
        await AnswerAsync(call, id => Deployments.PromoteAsync(id, request.All ? null : request.Groups ?? [], call.Aborted));
    }

    private async Task HealthAsync(ApiCall call)
    {
        var request = await call.BodyAsync(ModelJson.Default.DeploymentAllocHealthRequest);
        Match(call, request.DeploymentID);
        await AnswerAsync(call, _ => Deployments.SetHealthAsync(request, call.Aborted));
    }

    private static void Match(ApiCall call, string id)
    {
        if (id.Length == 0)
            throw HttpFailure.BadRequest("DeploymentID must be specified");
        if (id != call["id"])
            throw HttpFailure.BadRequest("Deployment ID does not match");
    }

    private static async Task AnswerAsync(ApiCall call, Func<string, Task<DeploymentUpdateResponse>> ask)
    {
        IdPrefix.RequireWhole(call["id"], "deployment");
        var answer = await ask(call["id"]);
        call.SetIndex(answer.Index);
        await call.JsonAsync(answer, ModelJson.Default.DeploymentUpdateResponse);
    }
}
