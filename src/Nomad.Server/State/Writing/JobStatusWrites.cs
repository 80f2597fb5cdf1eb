namespace Nomad.Server.State.Writing;

/// <summary>A job's status follows from what it has: deployments, allocations, evaluations.</summary>
internal static class JobStatusWrites
{
    /// <summary>Writes the job again when its status is not what it should be.</summary>
    public static void Settle(StateTransaction writes, JobKey key)
    {
        if (writes.View.Job(key.Namespace, key.ID) is not { } job)
            return;
        var status = Of(job, writes.Tallies.Find(key));
        if (status == job.Status)
            return;
        Counted(writes, job, job.Status, status);
        var settled = job with { Status = status, ModifyIndex = writes.Index };
        var version = writes.View.JobVersion(job.Namespace, job.ID, job.Version);
        writes.PutJob(settled, asVersion: false);
        // Mostly the same object: then it stays one.
        if (version is not null)
            writes.PutJobVersion(ReferenceEquals(version, job) ? settled : version with { Status = status, ModifyIndex = writes.Index });
    }

    public static string Of(Job job, JobTallies.Tally? tally)
    {
        if (job.Type == JobTypes.System || job.IsPeriodic() || job.IsParameterized())
            return job.Stop ? JobStatus.Dead : JobStatus.Running;
        if (tally is { LiveAllocations: > 0 })
            return JobStatus.Running;
        if (tally is { OpenEvaluations: > 0 })
            return JobStatus.Pending;
        if (tally is { OpenDeployments: > 0 })
            return JobStatus.Running;
        return tally is { Evaluations: > 0 } or { Allocations: > 0 } || job.Stop ? JobStatus.Dead : JobStatus.Pending;
    }

    /// <summary>Keeps the parent's count of children.</summary>
    public static void Counted(StateTransaction writes, Job job, string before, string after)
    {
        if (job.ParentID.Length > 0 && before != after)
            writes.Summaries.CountChild(new(job.Namespace, job.ParentID), before, after);
    }
}
