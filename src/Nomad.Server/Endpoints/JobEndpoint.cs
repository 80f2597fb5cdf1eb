using System.Text.Json.Nodes;
using Nomad.Model.Explanations;
using Nomad.Rpc;
using Nomad.Server.Commands;
using Nomad.Server.Evaluations;
using Nomad.Server.Periodic;
using Nomad.Server.Regions;
using Nomad.Server.State;

namespace Nomad.Server.Endpoints;

/// <summary>
/// What users do with jobs. Safe for any number of threads; refusals are <see cref="RpcException"/> in the original's words with
/// the HTTP status they map to. Reads are made on <see cref="StateStore"/> directly.
/// </summary>
public sealed class JobEndpoint
{
    private readonly ServerContext context;
    private readonly JobAdmissionDesk desk;
    private readonly JobPlanner planner;
    private readonly JobScaler scaler;
    private readonly JobDispatcher dispatcher;
    private readonly JobVersions versions;

    internal JobEndpoint(ServerContext context)
    {
        this.context = context;
        desk = new JobAdmissionDesk(context);
        planner = new JobPlanner(context, desk);
        scaler = new JobScaler(context, desk);
        dispatcher = new JobDispatcher(context, desk);
        versions = new JobVersions(context);
    }

    /// <summary>Admits a job and stores it with its evaluation, in one step. An unchanged job is not stored again but evaluated.</summary>
    public async Task<JobRegisterResponse> RegisterAsync(JobRegistration request, CancellationToken cancel)
    {
        if (request.RolloutVersion > JobRegistration.MaxRolloutVersion)
            throw RpcException.BadRequest($"version {request.RolloutVersion} is asked for; a job's regions agree on one of at most {JobRegistration.MaxRolloutVersion}");
        var state = context.State.Snapshot();
        desk.RefuseWhenDisabled(state);
        var (job, report) = desk.Review(request.Document, state, request.OwnsDocument);
        if (!report.IsValid)
            throw new RpcException(report.ErrorText);
        var existing = state.Job(job.Namespace, job.ID);
        JobAdmissionDesk.CheckUpdate(existing, job);
        JobAdmissionDesk.CheckIndex(existing, request.EnforceIndex, request.JobModifyIndex);
        job = JobAdmissionDesk.Preserve(existing, job, request.PreserveCounts, request.PreserveResources);
        var warnings = report.WarningText;
        var submission = Kept(request.Submission, ref warnings);
        var answer = await StoreAsync(existing, job, submission,
            new StoringWish(request.EvalPriority, request.EnforceIndex ? request.JobModifyIndex : null, request.RolloutVersion), cancel);
        return answer with { Warnings = warnings };
    }

    /// <summary>How this region stands to a job of several, and whether a new form of it would change anything here. Refuses what it would not admit.</summary>
    public RegionStanding Review(JsonObject document)
    {
        var state = context.State.Snapshot();
        desk.RefuseWhenDisabled(state);
        var (job, report) = desk.Review(document, state);
        if (!report.IsValid)
            throw new RpcException(report.ErrorText);
        var existing = state.Job(job.Namespace, job.ID);
        JobAdmissionDesk.CheckUpdate(existing, job);
        return RegionStanding.Read(state, job.Namespace, job.ID) with { Changes = existing is null || existing.Stop != job.Stop || !existing.SpecEquals(job) };
    }

    /// <summary>Stops a job, or forgets it wholly. An unknown job is answered with nothing, not refused.</summary>
    public async Task<JobDeregisterResponse> DeregisterAsync(JobRemoval request, CancellationToken cancel)
    {
        var state = context.State.Snapshot();
        if (state.Job(request.Namespace, request.ID) is not { } job)
        {
            // A server that has just been elected may not know of it yet.
            await context.Proposer.ConfirmAsync(cancel);
            state = context.State.Snapshot();
            if (state.Job(request.Namespace, request.ID) is not { } found)
                return await DeregisterUnknownAsync(request, cancel);
            job = found;
        }
        var eval = job.IsPeriodic() || job.IsParameterized() ? null : NewEvaluation.For(job, EvalTriggers.JobDeregister, context.Ports) with
        {
            Priority = request.EvalPriority > 0 ? request.EvalPriority : job.Priority,
        };
        var commit = await context.Proposer.ProposeAsync(new DeregisterJobs(
            [new NamespacedID { Namespace = request.Namespace, ID = request.ID }], request.Purge, request.NoShutdownDelay,
            eval is null ? [] : [eval], context.Ports.NowNanoseconds), cancel);
        return new JobDeregisterResponse
        {
            EvalID = eval?.ID ?? "",
            EvalCreateIndex = eval is null ? 0 : commit.Index,
            JobModifyIndex = commit.Index,
            Index = commit.Index,
        };
    }

    // What may be left of a job that is no more is ended by an evaluation, as for one that is.
    private async Task<JobDeregisterResponse> DeregisterUnknownAsync(JobRemoval request, CancellationToken cancel)
    {
        var job = new Job { Namespace = request.Namespace, ID = request.ID, Type = JobTypes.Service, Priority = 50 };
        var eval = NewEvaluation.For(job, EvalTriggers.JobDeregister, context.Ports);
        var commit = await context.Proposer.ProposeAsync(new UpsertEvaluations([eval]), cancel);
        return new JobDeregisterResponse { EvalID = eval.ID, EvalCreateIndex = commit.Index, JobModifyIndex = commit.Index, Index = commit.Index };
    }

    /// <summary>Has a job looked at again; with force also failed allocations that would no longer be replaced.</summary>
    public async Task<JobRegisterResponse> EvaluateAsync(string space, string id, bool forceReschedule, CancellationToken cancel)
    {
        var state = context.State.Snapshot();
        var job = state.Job(space, id) ?? throw new RpcException("job not found");
        if (job.IsPeriodic())
            throw new RpcException("can't evaluate periodic job");
        if (job.IsParameterized())
            throw new RpcException("can't evaluate parameterized job");
        var eval = NewEvaluation.For(job, EvalTriggers.JobRegister, context.Ports);
        var forced = !forceReschedule ? [] : state.AllocationsOfJob(space, id)
            .Where(alloc => alloc.TaskGroup.Length > 0 && alloc.ClientStatus == AllocClientStatus.Failed && alloc.NextAllocation.Length == 0
                && !alloc.IsServerTerminal() && alloc.DesiredTransition.ForceReschedule != true)
            .ToDictionary(alloc => alloc.ID, _ => new DesiredTransition { ForceReschedule = true });
        Command command = forced.Count == 0 ? new UpsertEvaluations([eval])
            : new SetAllocationTransitions(forced, [eval], context.Ports.NowNanoseconds);
        var commit = await context.Proposer.ProposeAsync(command, cancel);
        return new JobRegisterResponse
        {
            EvalID = eval.ID, EvalCreateIndex = commit.Index, JobModifyIndex = job.JobModifyIndex, Index = commit.Index,
        };
    }

    /// <summary>What registering the job would do, with the difference to the stored job when asked for. Changes nothing.</summary>
    public JobPlanResponse Plan(JsonObject document, bool diff) => planner.Plan(document, diff);

    /// <summary>Why a job runs where it runs and not elsewhere, node by node; one group, or "" for all. Changes nothing.</summary>
    public JobExplanation Explain(StateSnapshot state, string space, string id, string group) => planner.Explain(state, space, id, group);

    /// <summary>What speaks against the job. Never throws for a bad one.</summary>
    public JobValidateResponse Validate(JsonObject document) => planner.Validate(document);

    /// <summary>Starts a child of a parameterized job.</summary>
    public Task<JobDispatchResponse> DispatchAsync(string space, JobDispatchRequest request, string idempotencyToken, CancellationToken cancel) =>
        dispatcher.DispatchAsync(space, request, idempotencyToken, cancel);

    /// <summary>Changes the count of a group, or only notes an event.</summary>
    public Task<JobRegisterResponse> ScaleAsync(string space, JobScaleRequest request, CancellationToken cancel) =>
        scaler.ScaleAsync(space, request, cancel);

    /// <summary>Counts and scaling history of a job's groups; null when there is no such job.</summary>
    public JobScaleStatus? ScaleStatus(StateSnapshot state, string space, string id) => JobScaler.Status(state, space, id);

    /// <summary>Makes an earlier version the newest one.</summary>
    public async Task<JobRegisterResponse> RevertAsync(string space, JobRevertRequest request, CancellationToken cancel)
    {
        var state = context.State.Snapshot();
        var (current, target) = JobVersions.Revert(state, space, request);
        return await StoreAsync(current, target with { SubmitTime = 0 }, state.Submission(space, request.JobID, request.JobVersion),
            new StoringWish(0, current.JobModifyIndex), cancel);
    }

    public Task<ulong> SetStabilityAsync(string space, JobStabilityRequest request, CancellationToken cancel) =>
        versions.SetStabilityAsync(space, request, cancel);

    /// <summary>Names a version; null = the newest.</summary>
    public Task<JobTagResponse> TagVersionAsync(string space, string id, JobVersionTag tag, ulong? version, CancellationToken cancel) =>
        versions.TagAsync(space, id, tag, version, cancel);

    public Task<JobTagResponse> UntagVersionAsync(string space, string id, string name, CancellationToken cancel) =>
        versions.UntagAsync(space, id, name, cancel);

    /// <summary>Starts a child of a periodic job now, whatever its schedule and whether one is running.</summary>
    public async Task<PeriodicForceResponse> ForcePeriodicAsync(string space, string id, CancellationToken cancel)
    {
        var job = context.State.Snapshot().Job(space, id) ?? throw new RpcException("job not found");
        if (!job.IsPeriodic())
            throw new RpcException("can't force launch non-periodic job");
        var (evalId, index) = await PeriodicLaunches.ForceAsync(context.Proposer, context.State, context.Ports, job, cancel);
        return new PeriodicForceResponse { EvalID = evalId, EvalCreateIndex = index, Index = index };
    }

    private async Task<JobRegisterResponse> StoreAsync(
        Job? existing, Job job, JobSubmission? submission, StoringWish wish, CancellationToken cancel)
    {
        var now = context.Ports.NowNanoseconds;
        bool IsNew() => wish.Version is not null || existing is null || existing.Stop != job.Stop || !existing.SpecEquals(job);
        var isNew = IsNew();
        if (!isNew)
        {
            // Somebody else may have written another since, which a server that has just been elected does not know of yet.
            await context.Proposer.ConfirmAsync(cancel);
            existing = context.State.Snapshot().Job(job.Namespace, job.ID);
            isNew = IsNew();
        }
        var schedules = !job.IsPeriodic() && !job.IsParameterized();
        var eval = schedules ? NewEvaluation.For(job, EvalTriggers.JobRegister, context.Ports) with
        {
            JobModifyIndex = existing?.JobModifyIndex ?? 0,
            Priority = wish.EvalPriority > 0 ? wish.EvalPriority : job.Priority,
        } : null;
        if (!isNew && eval is null)
            return new JobRegisterResponse { JobModifyIndex = existing!.JobModifyIndex, Index = context.State.Index };
        Command command = !isNew ? new UpsertEvaluations([eval!]) : new RegisterJob(job with { SubmitTime = now }, submission, eval)
        {
            OnlyAt = wish.OnlyAt, AtLeastVersion = wish.Version ?? 0,
            Deployment = wish.Version is not null && schedules && job.Type is (JobTypes.Service or JobTypes.System) ? Pending(job) : null,
        };
        var commit = await context.Proposer.ProposeAsync(command, cancel);
        return new JobRegisterResponse
        {
            EvalID = eval?.ID ?? "",
            EvalCreateIndex = eval is null ? 0 : commit.Index,
            JobModifyIndex = isNew ? commit.Index : existing!.JobModifyIndex,
            Index = commit.Index,
        };
    }

    private Deployment Pending(Job job) => new()
    {
        ID = context.Ports.NewId(), Namespace = job.Namespace, JobID = job.ID, IsMultiregion = true, Status = DeploymentStatus.Pending,
        StatusDescription = DeploymentStatusDescriptions.DeploymentIsPendingWaitingForPeerRegion, EvalPriority = job.Priority,
        CreateTime = context.Ports.NowNanoseconds, ModifyTime = context.Ports.NowNanoseconds,
    };

    private sealed record StoringWish(int EvalPriority, ulong? OnlyAt, ulong? Version = null);

    private JobSubmission? Kept(JobSubmission? submission, ref string warnings)
    {
        if (submission is null || context.Options.JobMaxSourceSize == 0)
            return null;
        var size = submission.Source.Length + submission.Variables.Length + submission.VariableFlags.OrEmpty().Sum(flag => flag.Key.Length + flag.Value.Length);
        if (size <= context.Options.JobMaxSourceSize)
            return submission;
        var warning = $"job source size of {size} B exceeds maximum of {context.Options.JobMaxSourceSize} B and will be discarded";
        warnings = warnings.Length == 0 ? warning : warnings + "\n" + warning;
        return null;
    }
}

/// <summary>Which job to stop or purge, and how.</summary>
public sealed record JobRemoval(string Namespace, string ID)
{
    public bool Purge { get; init; }

    public bool NoShutdownDelay { get; init; }

    /// <summary>0 = the job's.</summary>
    public int EvalPriority { get; init; }
}
