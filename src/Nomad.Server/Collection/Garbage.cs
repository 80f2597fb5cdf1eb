using Nomad.Server.State;

namespace Nomad.Server.Collection;

/// <summary>What nothing needs any more, decided on one snapshot. Pure. What cannot be judged is kept, and the rest judged all the same.</summary>
/// <param name="failed">Told of an object that could not be judged, by kind and id.</param>
internal sealed class Garbage(Action<string, Exception> failed)
{
    /// <summary>Old finished evaluations with their old finished allocations.</summary>
    public (List<string> Evaluations, List<string> Allocations) Evaluations(
        StateSnapshot state, DateTimeOffset now, DateTimeOffset cutoff, DateTimeOffset batchCutoff)
    {
        var evaluations = new List<string>();
        var allocations = new List<string>();
        foreach (var eval in state.Evaluations().Where(eval => eval.IsTerminal()))
            Judge($"evaluation {eval.ID}", () =>
            {
                var job = state.Job(eval.Namespace, eval.JobID);
                var isBatch = eval.Type is EvalTypes.Batch or EvalTypes.Sysbatch;
                var limit = isBatch && job is not null ? batchCutoff : cutoff;
                if (!IsOlder(eval.ModifyTime, limit))
                    return;
                var own = state.AllocationsOfEvaluation(eval.ID).ToList();
                // The results of a batch job count as long as the job does: only those of older versions go.
                var old = isBatch && job is not null && (job.Status != JobStatus.Dead || !job.Stop && !IsDispatchedOrChild(job))
                    ? own.FindAll(alloc => alloc.Job?.CreateIndex < job.CreateIndex && IsEligible(alloc, job, now, limit))
                    : own.TrueForAll(alloc => IsEligible(alloc, job, now, limit)) ? own : null;
                if (old is null)
                    return;
                allocations.AddRange(old.Select(alloc => alloc.ID));
                // An evaluation that placed nothing, or nothing that still counts, would stay as long as the job.
                if (old.Count == own.Count)
                    evaluations.Add(eval.ID);
            });
        return (evaluations, allocations);
    }

    /// <summary>Jobs that are over, with everything they left.</summary>
    public (List<NamespacedID> Jobs, List<string> Evaluations, List<string> Allocations) Jobs(
        StateSnapshot state, DateTimeOffset now, DateTimeOffset cutoff)
    {
        var jobs = new List<NamespacedID>();
        var evaluations = new List<string>();
        var allocations = new List<string>();
        foreach (var job in state.Jobs())
            Judge($"job {job.ID}", () =>
            {
                if (!IsOver(state, job) || !IsOlder(job.SubmitTime, cutoff))
                    return;
                var evals = state.EvaluationsOfJob(job.Namespace, job.ID).ToList();
                var allocs = state.AllocationsOfJob(job.Namespace, job.ID).ToList();
                if (evals.Any(eval => !eval.IsTerminal() || !IsOlder(eval.ModifyTime, cutoff)) || allocs.Any(alloc => !IsEligible(alloc, job, now, cutoff)))
                    return;
                jobs.Add(new NamespacedID { Namespace = job.Namespace, ID = job.ID });
                evaluations.AddRange(evals.Select(eval => eval.ID));
                allocations.AddRange(allocs.Select(alloc => alloc.ID));
            });
        return (jobs, evaluations, allocations);
    }

    /// <summary>Nodes that are gone for long and run nothing.</summary>
    public static List<string> Nodes(StateSnapshot state, DateTimeOffset cutoff) =>
    [
        .. state.Nodes().Where(node => node.Status == NodeStatus.Down && node.StatusUpdatedAt <= cutoff.ToUnixTimeSeconds()
            && state.AllocationsOfNode(node.ID).All(alloc => alloc.IsTerminal())).Select(node => node.ID),
    ];

    /// <summary>Deployments that are over and have no living allocation.</summary>
    public static List<string> Deployments(StateSnapshot state, DateTimeOffset cutoff) =>
    [
        .. state.Deployments().Where(deployment => !deployment.IsActive() && IsOlder(deployment.ModifyTime, cutoff)
            && state.AllocationsOfDeployment(deployment.ID).All(alloc => alloc.IsTerminal())).Select(deployment => deployment.ID),
    ];

    /// <summary>Nothing will come of the allocation any more: it ended, the client let go, and no other follows it.</summary>
    public static bool IsEligible(Allocation alloc, Job? job, DateTimeOffset now, DateTimeOffset cutoff)
    {
        if (!alloc.IsTerminal() || !IsOlder(alloc.ModifyTime, cutoff) || alloc.ClientStatus == AllocClientStatus.Running)
            return false;
        if (job is null || job.Stop || job.Status == JobStatus.Dead || alloc.DesiredStatus == AllocDesiredStatus.Stop)
            return true;
        if (alloc.ClientStatus != AllocClientStatus.Failed)
            return true;
        var policy = alloc.Job?.Group(alloc.TaskGroup)?.ReschedulePolicy;
        if (policy is null || policy is { Unlimited: false, Attempts: 0 } || alloc.NextAllocation.Length > 0)
            return true;
        if (policy.Unlimited)
            return false;
        var last = alloc.RescheduleTracker?.Events.OrEmpty().LastOrDefault();
        return last is not null && now - Facts.FromUnixNanoseconds(last.RescheduleTime) > policy.Interval.ToTimeSpan();
    }

    /// <summary>Does one judgement; when that fails the others go on.</summary>
    internal void Judge(string what, Action judge)
    {
        try
        {
            judge();
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            // One bad object must not let everything else pile up.
            failed(what, problem);
        }
    }

    private static bool IsDispatchedOrChild(Job job) => job.Dispatched || job.ParentID.Length > 0;

    private static bool IsOver(StateSnapshot state, Job job)
    {
        if (state.JobVersions(job.Namespace, job.ID).Any(version => version.VersionTag is not null))
            return false;
        if (job.IsPeriodic() || job.IsParameterized())
            return job.Stop;
        return job.Status == JobStatus.Dead && (job.Stop || job.Type is JobTypes.Batch or JobTypes.Sysbatch);
    }

    private static bool IsOlder(long unixNanoseconds, DateTimeOffset cutoff) => unixNanoseconds <= cutoff.UnixNanoseconds();
}
