using Nomad.Rpc;
using Nomad.Server.Commands;
using Nomad.Server.Deployments;
using Nomad.Server.Evaluations;
using Nomad.Server.State;

namespace Nomad.Server.Endpoints;

/// <summary>What users do with deployments. Safe for any number of threads.</summary>
public sealed class DeploymentEndpoint
{
    private readonly ServerContext context;

    internal DeploymentEndpoint(ServerContext context) => this.context = context;

    /// <summary>Ends a deployment as failed, going back to the last stable version where the job says so.</summary>
    public async Task<DeploymentUpdateResponse> FailAsync(string id, CancellationToken cancel)
    {
        var (state, deployment) = Active(id, "can't fail terminal deployment");
        var ending = DeploymentEnding.Fail(state, deployment, DeploymentStatusDescriptions.DeploymentMarkedAsFailed, context.Ports);
        return Answer(ending, await context.Proposer.ProposeAsync(ending.Command, cancel));
    }

    public async Task<DeploymentUpdateResponse> PauseAsync(string id, bool pause, CancellationToken cancel)
    {
        var (state, deployment) = Active(id, pause ? "can't pause terminal deployment" : "can't resume terminal deployment");
        var eval = pause ? null : EvaluationOf(state, deployment);
        var commit = await context.Proposer.ProposeAsync(new SetDeploymentStatus(new DeploymentStatusUpdate
        {
            DeploymentID = id,
            Status = pause ? DeploymentStatus.Paused : DeploymentStatus.Running,
            StatusDescription = pause ? DeploymentStatusDescriptions.DeploymentIsPaused : RunningText(deployment),
            UpdatedAt = context.Ports.NowNanoseconds,
        }, null, eval), cancel);
        return Answer(eval, commit);
    }

    /// <summary>Takes canaries as good; <paramref name="groups"/> null = of all groups. Refused while one is not healthy.</summary>
    public async Task<DeploymentUpdateResponse> PromoteAsync(string id, IReadOnlyList<string>? groups, CancellationToken cancel)
    {
        var (state, deployment) = Active(id, "can't promote terminal deployment");
        var errors = DeploymentReview.NotPromotable(state, deployment, groups);
        if (errors.Count > 0)
            throw new RpcException($"{errors.Count} error{(errors.Count > 1 ? "s" : "")} occurred:\n{string.Concat(errors.Select(error => $"\t* {error}\n"))}\n");
        var eval = EvaluationOf(state, deployment);
        return Answer(eval, await context.Proposer.ProposeAsync(new PromoteDeployment(id, groups, eval, context.Ports.NowNanoseconds), cancel));
    }

    /// <summary>Sets the health of allocations by hand. One unhealthy fails the deployment.</summary>
    public async Task<DeploymentUpdateResponse> SetHealthAsync(DeploymentAllocHealthRequest request, CancellationToken cancel)
    {
        var healthy = request.HealthyAllocationIDs.OrEmpty();
        var unhealthy = request.UnhealthyAllocationIDs.OrEmpty();
        if (healthy.Count + unhealthy.Count == 0)
            throw new RpcException("must specify at least one healthy/unhealthy allocation ID");
        var (state, deployment) = Active(request.DeploymentID, "can't set health of allocations for a terminal deployment");
        var command = new SetDeploymentHealth(deployment.ID, healthy, unhealthy, context.Ports.NowNanoseconds);
        if (unhealthy.Count == 0)
        {
            var eval = EvaluationOf(state, deployment);
            return Answer(eval, await context.Proposer.ProposeAsync(command with { Evaluation = eval }, cancel));
        }
        var ending = DeploymentEnding.Fail(state, deployment, DeploymentStatusDescriptions.FailedDueToUnhealthyAllocations, context.Ports);
        return Answer(ending, await context.Proposer.ProposeAsync(
            command with { Update = ending.Command.Update, Job = ending.Command.Job, Evaluation = ending.Command.Evaluation }, cancel));
    }

    /// <summary>Lets a deployment of several regions go on. Deployments of one region have nothing to wait for.</summary>
    public async Task<DeploymentUpdateResponse> UnblockAsync(string id, CancellationToken cancel)
    {
        var (state, deployment) = Active(id, "can't unblock terminal deployment");
        if (deployment.Status != DeploymentStatus.Blocked)
            throw new RpcException("can't unblock a deployment that is not blocked");
        var eval = EvaluationOf(state, deployment);
        return Answer(eval, await context.Proposer.ProposeAsync(new SetDeploymentStatus(new DeploymentStatusUpdate
        {
            DeploymentID = id,
            Status = DeploymentStatus.Successful,
            StatusDescription = DeploymentStatusDescriptions.DeploymentCompletedSuccessfully,
            UpdatedAt = context.Ports.NowNanoseconds,
        }, null, eval), cancel));
    }

    private static string RunningText(Deployment deployment) => deployment.TaskGroups.OrEmpty().Values
        .Where(group => group is { DesiredCanaries: > 0, Promoted: false }).ToList() is { Count: > 0 } canaried
        ? canaried.TrueForAll(group => group.AutoPromote)
            ? DeploymentStatusDescriptions.DeploymentIsRunningPendingAutomaticPromotion
            : DeploymentStatusDescriptions.DeploymentIsRunningButRequiresManualPromotion
        : DeploymentStatusDescriptions.DeploymentIsRunning;

    private (StateSnapshot State, Deployment Deployment) Active(string id, string refusal)
    {
        var state = context.State.Snapshot();
        var deployment = state.Deployment(id) ?? throw new RpcException("deployment not found");
        return deployment.IsActive() ? (state, deployment) : throw new RpcException(refusal);
    }

    private Evaluation EvaluationOf(StateSnapshot state, Deployment deployment) => DeploymentEnding.EvaluationOf(state, deployment, context.Ports);

    private static DeploymentUpdateResponse Answer(Evaluation? eval, StateCommit commit) => new()
    {
        EvalID = eval?.ID ?? "", EvalCreateIndex = eval is null ? 0 : commit.Index, DeploymentModifyIndex = commit.Index, Index = commit.Index,
    };

    private static DeploymentUpdateResponse Answer(DeploymentEnding ending, StateCommit commit) =>
        Answer(ending.Command.Evaluation, commit) with { RevertedJobVersion = ending.RevertedTo };
}
