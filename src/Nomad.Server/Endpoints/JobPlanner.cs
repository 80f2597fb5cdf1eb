using System.Text.Json.Nodes;
using Nomad.Model.Explanations;
using Nomad.Rpc;
using Nomad.Scheduling;
using Nomad.Scheduling.Diffs;
using Nomad.Scheduling.Explaining;
using Nomad.Server.Evaluations;
using Nomad.Server.Periodic;
using Nomad.Server.State;
using Nomad.Server.Workers;

namespace Nomad.Server.Endpoints;

/// <summary>Dry runs: what a job would do, and what speaks against it.</summary>
internal sealed class JobPlanner(ServerContext context, JobAdmissionDesk desk)
{
    /// <summary>The index a job that does not exist yet is planned at.</summary>
    private const ulong NewJobIndex = 100;

    public JobPlanResponse Plan(JsonObject document, bool diff)
    {
        var state = context.State.Snapshot();
        var (job, report) = desk.Review(document, state);
        if (!report.IsValid)
            throw new RpcException(report.ErrorText);
        var existing = state.Job(job.Namespace, job.ID);
        JobAdmissionDesk.CheckUpdate(existing, job);
        var planned = AsStored(existing, job);
        var response = new JobPlanResponse
        {
            JobModifyIndex = existing?.JobModifyIndex ?? 0,
            Warnings = report.WarningText,
            NextPeriodicLaunch = PeriodicLaunches.Next(job, context.Ports.Now) ?? default,
            Index = state.Index,
        };
        var eval = NewEvaluation.For(planned, EvalTriggers.JobRegister, context.Ports) with
        {
            AnnotatePlan = true,
            ModifyIndex = planned.ModifyIndex,
            CreateIndex = planned.ModifyIndex,
        };
        var result = Schedulers.For(job.Type).Process(new ClusterView(state, context.State, planned), eval,
            SchedulingContext.Seeded(context.Ports.NextSeed(), context.Ports.Now));
        response = response with
        {
            Annotations = result.Plan?.Annotations ?? result.Evaluation.PlanAnnotations,
            FailedTGAllocs = result.Evaluation.FailedTGAllocs,
            CreatedEvals = result.FollowUps.Count + result.Blocked.Count == 0 ? null : [.. result.FollowUps, .. result.Blocked],
        };
        return diff ? response with { Diff = JobDiffs.Annotate(JobDiffs.Compare(existing, planned, contextual: true), response.Annotations) } : response;
    }

    /// <exception cref="RpcException">There is no such job or group.</exception>
    public JobExplanation Explain(StateSnapshot state, string space, string id, string group)
    {
        var job = state.Job(space, id) ?? throw new RpcException("job not found", 404);
        if (group.Length > 0 && !job.TaskGroups.OrEmpty().Any(own => own.Name == group))
            throw new RpcException($"job \"{id}\" has no group \"{group}\"; it has {string.Join(", ", job.TaskGroups.OrEmpty().Select(own => own.Name))}", 404);
        return JobExplainer.Explain(new ClusterView(state, context.State), job, state.EvaluationsOfJob(space, id), group,
            SchedulingContext.Seeded(context.Ports.NextSeed(), context.Ports.Now));
    }

    public JobValidateResponse Validate(JsonObject document)
    {
        try
        {
            var (_, report) = desk.Review(document, context.State.Snapshot());
            return new JobValidateResponse
            {
                DriverConfigValidated = true,
                ValidationErrors = report.IsValid ? null : report.Errors,
                Error = report.ErrorText,
                Warnings = report.WarningText,
            };
        }
        catch (RpcException problem) when (problem.Code != 400)
        {
            return new JobValidateResponse { ValidationErrors = [problem.Message], Error = problem.Message };
        }
    }

    private static Job AsStored(Job? existing, Job job)
    {
        if (existing is null)
            return job with { CreateIndex = NewJobIndex, ModifyIndex = NewJobIndex, JobModifyIndex = NewJobIndex };
        if (existing.SpecEquals(job) && existing.Stop == job.Stop)
            return existing;
        var index = existing.JobModifyIndex + 1;
        return job with
        {
            CreateIndex = existing.CreateIndex,
            ModifyIndex = index,
            JobModifyIndex = index,
            Version = existing.Version + 1,
        };
    }
}
