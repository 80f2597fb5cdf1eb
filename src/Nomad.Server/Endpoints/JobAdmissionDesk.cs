using System.Text.Json.Nodes;
using Nomad.Jobspec.Admission;
using Nomad.Jobspec.Admission.Rules;
using Nomad.Rpc;
using Nomad.Server.Regions;
using Nomad.Server.State;

namespace Nomad.Server.Endpoints;

/// <summary>Decides whether a submitted job may become a stored one: defaults, validation, and what the stored state allows.</summary>
internal sealed class JobAdmissionDesk(ServerContext context)
{
    public const string Disabled = "Job registration, dispatch, and scale are disabled by the scheduler configuration";

    public void RefuseWhenDisabled(StateSnapshot state)
    {
        if (state.SchedulerConfiguration().RejectJobRegistration)
            throw new RpcException(Disabled, 403);
    }

    /// <summary>The job with defaults and what is wrong or odd about it. Throws only when the document is no job at all.</summary>
    /// <param name="isOwn">As <see cref="JobRegistration.OwnsDocument"/>.</param>
    public (Job Job, AdmissionReport Report) Review(JsonObject document, StateSnapshot state, bool isOwn = false)
    {
        var options = context.Options.Admission(StateDefaults.Namespace, state.SchedulerConfiguration());
        var namesPool = NamesPool(document);
        Job job;
        try
        {
            job = isOwn ? JobAdmission.CanonicalizeOwn(document, options) : JobAdmission.Canonicalize(document, options);
        }
        catch (System.Text.Json.JsonException problem)
        {
            throw RpcException.BadJson(problem);
        }
        catch (FormatException problem)
        {
            throw RpcException.BadRequest(problem.Message);
        }
        var space = state.Namespace(job.Namespace);
        if (!namesPool && NodePoolRules.Default(space) is { } pool)
            job = job with { NodePool = pool };
        if (RegionalJob.Refusal(job, context.Options.Region) is { } elsewhere)
            throw new RpcException(elsewhere);
        job = RegionalJob.In(job, context.Options.Region);
        // Whose child a job is, only servers say: of a stored one it stays.
        if (state.Job(job.Namespace, job.ID) is { } stored)
            job = job with { ParentID = stored.ParentID, DispatchIdempotencyToken = stored.DispatchIdempotencyToken };
        var report = JobAdmission.Validate(job, options);
        var errors = new List<string>(report.Errors);
        if (space is null)
            throw new RpcException($"job \"{job.ID}\" is in nonexistent namespace \"{job.Namespace}\"");
        if (state.NodePool(job.NodePool) is null)
            errors.Add($"job \"{job.ID}\" is in nonexistent node pool \"{job.NodePool}\"");
        else if (NodePoolRules.Refusal(space, job.NodePool) is { } refusal)
            errors.Add($"job \"{job.ID}\": {refusal}");
        if (errors.Count == 0 && DependencyRules.Circle(job, id => state.Job(job.Namespace, id)) is { } circle)
            errors.Add($"depends_on goes round in a circle: {circle}");
        return (job, report with { Errors = errors });
    }

    private static bool NamesPool(JsonObject document) => document["NodePool"] is JsonValue value && value.TryGetValue<string>(out var name) && name.Length > 0;

    /// <summary>Throws when a job of this name exists that cannot become the new one.</summary>
    public static void CheckUpdate(Job? existing, Job job)
    {
        if (job.Dispatched && existing is not { Dispatched: true })
            throw new RpcException("job can't be submitted with 'Dispatched' set");
        if (existing is null)
            return;
        if (existing.Type != job.Type)
            throw new RpcException($"cannot update job from type \"{existing.Type}\" to \"{job.Type}\"");
        if (existing.IsPeriodic() && !job.IsPeriodic())
            throw new RpcException("cannot update periodic job to being non-periodic");
        if (!existing.IsPeriodic() && job.IsPeriodic())
            throw new RpcException("cannot update non-periodic job to being periodic");
        if (existing.IsParameterized() && !job.IsParameterized())
            throw new RpcException("cannot update parameterized job to being non-parameterized");
        if (!existing.IsParameterized() && job.IsParameterized())
            throw new RpcException("cannot update non-parameterized job to being parameterized");
        if (existing.Dispatched != job.Dispatched)
            throw new RpcException("field 'Dispatched' is read-only");
    }

    public static void CheckIndex(Job? existing, bool enforce, ulong index)
    {
        if (enforce && State.Writing.JobWrites.Conflict(existing, index) is { } conflict)
            throw new RpcException(conflict);
    }

    /// <summary>Keeps counts and resources that were changed since the file was written, when the submitter asks for it.</summary>
    public static Job Preserve(Job? existing, Job job, bool counts, bool resources)
    {
        if (existing is null || existing.Stop || !counts && !resources)
            return job;
        return job with
        {
            TaskGroups = [.. job.TaskGroups.OrEmpty().Select(group => existing.Group(group.Name) is not { } old ? group : group with
            {
                Count = counts ? old.Count : group.Count,
                Tasks = !resources ? group.Tasks : [.. group.Tasks.OrEmpty().Select(task =>
                    old.Tasks.OrEmpty().FirstOrDefault(each => each.Name == task.Name) is { } was ? task with { Resources = was.Resources } : task)],
            })],
        };
    }
}
