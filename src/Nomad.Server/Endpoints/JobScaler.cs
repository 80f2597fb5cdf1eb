using Nomad.Rpc;
using Nomad.Server.Commands;
using Nomad.Server.Evaluations;
using Nomad.Server.State;

namespace Nomad.Server.Endpoints;

/// <summary>Changes counts of groups and keeps the history of it.</summary>
internal sealed class JobScaler(ServerContext context, JobAdmissionDesk desk)
{
    public async Task<JobRegisterResponse> ScaleAsync(string space, JobScaleRequest request, CancellationToken cancel)
    {
        var state = context.State.Snapshot();
        desk.RefuseWhenDisabled(state);
        var groupName = Check(space, request);
        var job = state.Job(space, request.JobID) ?? throw RpcException.NotFound($"job \"{request.JobID}\" not found");
        var group = job.Group(groupName)
            ?? throw RpcException.BadRequest($"task group \"{groupName}\" specified for scaling does not exist in job");
        if (request.EnforceIndex && request.JobModifyIndex != job.JobModifyIndex)
            JobAdmissionDesk.CheckIndex(job, true, request.JobModifyIndex);
        var response = new JobRegisterResponse { JobModifyIndex = job.JobModifyIndex };
        Evaluation? eval = null;
        if (request.Count is { } count)
        {
            CheckCount(state, job, group, count);
            var scaled = job with
            {
                SubmitTime = context.Ports.NowNanoseconds,
                TaskGroups = [.. job.TaskGroups.OrEmpty().Select(each => each.Name == groupName ? each with { Count = (int)count } : each)],
            };
            if (!job.IsPeriodic() && !job.IsParameterized())
                eval = NewEvaluation.For(job, EvalTriggers.JobScaling, context.Ports);
            var commit = await context.Proposer.ProposeAsync(new RegisterJob(scaled, null, eval) { OnlyAt = job.JobModifyIndex }, cancel);
            response = response with
            {
                EvalID = eval?.ID ?? "",
                EvalCreateIndex = eval is null ? 0 : commit.Index,
                JobModifyIndex = commit.Index,
            };
        }
        var noted = await context.Proposer.ProposeAsync(new RecordScaling(space, job.ID, groupName, new ScalingEvent
        {
            Time = context.Ports.NowNanoseconds,
            Count = request.Count,
            PreviousCount = group.Count,
            Message = request.Message,
            Error = request.Error,
            Meta = request.Meta,
            EvalID = eval?.ID,
        }), cancel);
        return response with { Index = noted.Index };
    }

    public static JobScaleStatus? Status(StateSnapshot state, string space, string id)
    {
        if (state.Job(space, id) is not { } job)
            return null;
        var allocs = state.AllocationsOfJob(space, id).Where(alloc => !alloc.IsTerminal()).ToLookup(alloc => alloc.TaskGroup);
        var events = state.ScalingEvents(space, id)?.Groups;
        return new JobScaleStatus
        {
            JobID = job.ID,
            Namespace = job.Namespace,
            JobCreateIndex = job.CreateIndex,
            JobModifyIndex = job.ModifyIndex,
            JobStopped = job.Stop,
            TaskGroups = job.TaskGroups.OrEmpty().ToDictionary(group => group.Name, group => new TaskGroupScaleStatus
            {
                Desired = group.Count,
                Placed = allocs[group.Name].Count(),
                Running = allocs[group.Name].Count(alloc => alloc.ClientStatus == AllocClientStatus.Running),
                Healthy = allocs[group.Name].Count(alloc => alloc.DeploymentStatus?.Healthy == true),
                Unhealthy = allocs[group.Name].Count(alloc => alloc.DeploymentStatus?.Healthy == false),
                Events = events?.GetValueOrDefault(group.Name),
            }),
        };
    }

    private static string Check(string space, JobScaleRequest request)
    {
        var target = request.Target.OrEmpty();
        if (target.GetValueOrDefault("Namespace") is { Length: > 0 } otherSpace && otherSpace != space)
            throw RpcException.BadRequest("namespace in payload did not match header");
        if (target.GetValueOrDefault("Job") is { Length: > 0 } otherJob && otherJob != request.JobID)
            throw RpcException.BadRequest("job ID in payload did not match URL");
        if (target.GetValueOrDefault("Group") is not { Length: > 0 } group)
            throw RpcException.BadRequest("missing task group name for scaling action");
        if (request.Count < 0)
            throw RpcException.BadRequest("scaling action count can't be negative");
        if (request is { Error: true, Count: not null })
            throw RpcException.BadRequest("scaling action should not contain count if error is true");
        return group;
    }

    private void CheckCount(StateSnapshot state, Job job, TaskGroup group, long count)
    {
        if (job.Type is JobTypes.System && count > 1)
            throw RpcException.BadRequest("jobs of type \"system\" can only be scaled between 0 and 1");
        if (group.Scaling is { Min: var min } && count < min)
            throw RpcException.BadRequest($"group count was less than scaling policy minimum: {count} < {min}");
        if (group.Scaling is { Max: var max } && max >= 0 && count > max)
            throw RpcException.BadRequest($"group count was greater than scaling policy maximum: {count} > {max}");
        var total = job.TaskGroups.OrEmpty().Where(each => each.Name != group.Name).Sum(each => (long)each.Count) + count;
        if (context.Options.JobMaxCount > 0 && total > context.Options.JobMaxCount)
            throw new RpcException($"total count was greater than configured job_max_count: {total} > {context.Options.JobMaxCount}");
        if (state.LatestDeployment(job.Namespace, job.ID) is { } deployment && deployment.IsActive() && deployment.JobCreateIndex == job.CreateIndex)
            throw RpcException.BadRequest("job scaling blocked due to active deployment");
    }
}
