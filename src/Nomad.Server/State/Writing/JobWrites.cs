using Nomad.Model.Events;
using Nomad.Server.Commands;

namespace Nomad.Server.State.Writing;

/// <summary>Jobs come, change and go.</summary>
internal static class JobWrites
{
    /// <summary>Scaling events kept of each group.</summary>
    public const int MaxScalingEvents = 20;

    public static void Register(StateTransaction writes, RegisterJob command)
    {
        if (command.OnlyAt is { } index && Conflict(writes.View.Job(command.Job.Namespace, command.Job.ID), index) is { } conflict)
        {
            writes.Refusal = new StateRefusal(conflict);
            return;
        }
        if (OfToken(writes.View, command.Job) is { } same)
        {
            writes.Refusal = new StateRefusal($"job \"{command.Job.ParentID}\" has a child of this idempotency token: {same.ID}");
            return;
        }
        if (Full(writes, command.Job) is { } full)
        {
            writes.Refusal = new StateRefusal(full);
            return;
        }
        var job = Put(writes, command.Job, command.AtLeastVersion);
        if (command.Deployment is { } deployment)
            PutPending(writes, job, deployment);
        if (command.Submission is { } submission)
        {
            writes.PutSubmission(submission with
            {
                Namespace = job.Namespace,
                JobID = job.ID,
                Version = job.Version,
                JobModifyIndex = writes.Index,
            });
        }
        if (command.Evaluation is { } eval)
            EvaluationWrites.Upsert(writes, [eval with { JobModifyIndex = writes.Index }]);
    }

    /// <summary>
    /// Another child that was dispatched with the token of this one; null when there is none. Asked before it is written, and again here: an older
    /// leader's entry may lie between. Of several, which an earlier release may have written, the same one on every server.
    /// </summary>
    public static Job? OfToken(StateSnapshot state, Job child) => child.DispatchIdempotencyToken.Length == 0 ? null
        : state.ChildrenOfToken(child.Namespace, child.ParentID, child.DispatchIdempotencyToken)
            .Where(other => other.ID != child.ID).MinBy(other => other.ID, StringComparer.Ordinal);

    // Decided here so that two at once do not both take the last place.
    private static string? Full(StateTransaction writes, Job child)
    {
        if (child.ParentID.Length == 0 || writes.View.Job(child.Namespace, child.ID) is not null || writes.View.Job(child.Namespace, child.ParentID) is not { } parent
            || ConcurrencyLimit.Of(parent) is not { Overflow: ConcurrencyOverflows.Skip } limit)
            return null;
        var running = writes.View.LiveChildren(parent).Count();
        return running < limit.Limit ? null : $"job \"{parent.ID}\" has {running} children under way and may have {limit.Limit}: no other is started (concurrency overflow is skip)";
    }

    /// <summary>Why a job is not at <paramref name="index"/> (0: not there); null when it is.</summary>
    public static string? Conflict(Job? existing, ulong index) => (existing, index) switch
    {
        (null, not 0) => $"Enforcing job modify index {index}: job does not exist",
        (not null, 0) => "Enforcing job modify index 0: job already exists",
        (not null, _) when existing.JobModifyIndex != index =>
            $"Enforcing job modify index {index}: job exists with conflicting job modify index: {existing.JobModifyIndex}",
        _ => null,
    };

    // It is the newest from now on, so nobody would end an older one later.
    private static void PutPending(StateTransaction writes, Job job, Deployment deployment)
    {
        foreach (var older in StateTransaction.InOrder(writes.View.DeploymentsOfJob(job.Namespace, job.ID).Where(each => each.IsActive()), each => each.ID))
            DeploymentWrites.Update(writes, new DeploymentStatusUpdate
            {
                DeploymentID = older.ID, Status = DeploymentStatus.Cancelled, StatusDescription = DeploymentStatusDescriptions.CancelledDueToNewerVersionOfJob,
                UpdatedAt = deployment.CreateTime,
            });
        writes.PutDeployment(deployment with
        {
            JobVersion = job.Version,
            JobModifyIndex = job.ModifyIndex,
            JobSpecModifyIndex = job.JobModifyIndex,
            JobCreateIndex = job.CreateIndex,
            CreateIndex = writes.Index,
            ModifyIndex = writes.Index,
        }, EventTypes.DeploymentStatusUpdate);
    }

    /// <summary>Writes the next version of a job with everything that depends on it; answers it as written.</summary>
    public static Job Put(StateTransaction writes, Job submitted, ulong atLeastVersion = 0)
    {
        var key = new JobKey(submitted.Namespace, submitted.ID);
        var existing = writes.View.Job(key.Namespace, key.ID);
        var job = submitted with
        {
            CreateIndex = existing?.CreateIndex ?? writes.Index,
            ModifyIndex = writes.Index,
            JobModifyIndex = writes.Index,
            Version = Math.Max(existing is null ? 0 : existing.Version + 1, atLeastVersion),
            Status = "",
        };
        job = job with { Status = JobStatusWrites.Of(job, writes.Tallies.Find(key)) };
        JobStatusWrites.Counted(writes, job, existing?.Status ?? "", job.Status);
        EnsureSummary(writes, job);
        writes.PutJob(job, asVersion: true);
        writes.JobStatusMayChange(key);
        JobVersionWrites.Prune(writes, key);
        RecordFirstLaunch(writes, job);
        return job;
    }

    public static void Deregister(StateTransaction writes, DeregisterJobs command)
    {
        if (command.Jobs.Count > 1)
            writes.ChangeType = EventTypes.JobBatchDeregistered;
        foreach (var id in command.Jobs)
        {
            if (writes.View.Job(id.Namespace, id.ID) is not { } job || job.JobModifyIndex > command.UnchangedSince)
                continue;
            if (command.NoShutdownDelay)
                SkipShutdownDelay(writes, job, command.Time);
            if (command.Purge)
                Purge(writes, job);
            else
                Stop(writes, job, command.Time);
        }
        writes.ChangeType = "";
        EvaluationWrites.Upsert(writes, [.. command.Evaluations.Select(eval => eval with { JobModifyIndex = writes.Index })]);
    }

    public static void RecordScaling(StateTransaction writes, RecordScaling command)
    {
        var before = writes.View.ScalingEvents(command.Namespace, command.JobID);
        var groups = new SortedDictionary<string, IReadOnlyList<ScalingEvent>>(StringComparer.Ordinal);
        foreach (var (name, events) in before?.Groups ?? new Dictionary<string, IReadOnlyList<ScalingEvent>>())
            groups[name] = events;
        var older = groups.GetValueOrDefault(command.Group) ?? [];
        groups[command.Group] = [command.Event with { CreateIndex = writes.Index }, .. older.Take(MaxScalingEvents - 1)];
        writes.PutScalingEvents(new JobScalingEvents(command.Namespace, command.JobID, groups) { ModifyIndex = writes.Index });
    }

    public static void RecordLaunch(StateTransaction writes, RecordPeriodicLaunch command)
    {
        var before = writes.View.PeriodicLaunch(command.Namespace, command.JobID);
        writes.PutPeriodicLaunch(new PeriodicLaunch(command.Namespace, command.JobID, command.LaunchTime)
        {
            CreateIndex = before?.CreateIndex ?? writes.Index, ModifyIndex = writes.Index,
        });
    }

    private static void Stop(StateTransaction writes, Job job, long time)
    {
        var stopped = job with
        {
            Stop = true,
            SubmitTime = time,
            Version = job.Version + 1,
            ModifyIndex = writes.Index,
            JobModifyIndex = writes.Index,
        };
        stopped = stopped with { Status = JobStatusWrites.Of(stopped, writes.Tallies.Find(new(job.Namespace, job.ID))) };
        JobStatusWrites.Counted(writes, stopped, job.Status, stopped.Status);
        if (writes.ChangeType.Length == 0)
            writes.ChangeType = EventTypes.JobDeregistered;
        writes.PutJob(stopped, asVersion: true);
        writes.JobStatusMayChange(new(job.Namespace, job.ID));
        JobVersionWrites.Prune(writes, new(job.Namespace, job.ID));
    }

    private static void Purge(StateTransaction writes, Job job)
    {
        var key = new JobKey(job.Namespace, job.ID);
        JobStatusWrites.Counted(writes, job, job.Status, JobStatus.Dead);
        foreach (var version in writes.View.JobVersions(job.Namespace, job.ID))
            writes.DeleteJobVersion(version);
        foreach (var submission in writes.View.Submissions(job.Namespace, job.ID).ToArray())
            writes.DeleteSubmission(submission.Namespace, submission.JobID, submission.Version);
        writes.DeleteJob(job);
        writes.DeleteSummary(job.Namespace, job.ID);
        writes.DeleteScalingEvents(key);
        writes.DeletePeriodicLaunch(key);
    }

    private static void SkipShutdownDelay(StateTransaction writes, Job job, long time)
    {
        foreach (var alloc in StateTransaction.InOrder(writes.View.AllocationsOfJob(job.Namespace, job.ID), alloc => alloc.ID))
        {
            if (alloc.IsTerminal())
                continue;
            writes.PutAllocation(alloc with
            {
                DesiredTransition = alloc.DesiredTransition with { NoShutdownDelay = true },
                ModifyIndex = writes.Index,
                AllocModifyIndex = writes.Index,
                ModifyTime = time,
            }, EventTypes.AllocationUpdateDesiredStatus);
        }
    }

    private static void EnsureSummary(StateTransaction writes, Job job)
    {
        var old = writes.View.Summary(job.Namespace, job.ID);
        var groups = new SortedDictionary<string, TaskGroupSummary>(StringComparer.Ordinal);
        foreach (var (name, counts) in (old?.Summary).Each())
            groups[name] = counts;
        var grown = old is null;
        foreach (var group in job.TaskGroups.OrEmpty())
            grown |= groups.TryAdd(group.Name, new TaskGroupSummary());
        if (!grown)
            return;
        writes.PutSummary(new JobSummary
        {
            JobID = job.ID,
            Namespace = job.Namespace,
            Summary = SmallMap.Packed(groups),
            Children = old?.Children ?? JobChildrenSummary.None,
            CreateIndex = old?.CreateIndex ?? writes.Index,
            ModifyIndex = writes.Index,
        });
    }

    // The time of registration counts as a launch, so that a new leader does not think one was missed.
    private static void RecordFirstLaunch(StateTransaction writes, Job job)
    {
        if (job.IsPeriodic() && writes.View.PeriodicLaunch(job.Namespace, job.ID) is null)
            RecordLaunch(writes, new RecordPeriodicLaunch(job.Namespace, job.ID, job.SubmitTime));
    }
}
