namespace Nomad.Server.State;

/// <summary>
/// What a job's status follows from, counted as rows are written so that nobody has to walk a job's allocations.
/// Belongs to the writing thread; derived from the tables.
/// </summary>
internal sealed class JobTallies
{
    private readonly Dictionary<JobKey, Tally> tallies = [];

    internal sealed class Tally
    {
        public int Allocations;
        public int LiveAllocations;
        public int Evaluations;
        public int OpenEvaluations;
        public int OpenDeployments;

        public bool IsEmpty => Allocations == 0 && Evaluations == 0 && OpenDeployments == 0;
    }

    public Tally? Find(JobKey job) => tallies.GetValueOrDefault(job);

    /// <summary>True when the job's status may now be another.</summary>
    public bool Count(Allocation? before, Allocation? after)
    {
        var alloc = (after ?? before)!;
        var rows = (after is null ? 0 : 1) - (before is null ? 0 : 1);
        var live = (after is not null && !after.IsTerminal() ? 1 : 0) - (before is not null && !before.IsTerminal() ? 1 : 0);
        if (rows == 0 && live == 0)
            return false;
        var (job, tally) = At(alloc.Namespace, alloc.JobID);
        tally.Allocations += rows;
        tally.LiveAllocations += live;
        return Changed(job, tally);
    }

    /// <inheritdoc cref="Count(Allocation?, Allocation?)"/>
    public bool Count(Evaluation? before, Evaluation? after)
    {
        var eval = (after ?? before)!;
        var rows = (after is null ? 0 : 1) - (before is null ? 0 : 1);
        var open = (after is not null && !after.IsTerminal() ? 1 : 0) - (before is not null && !before.IsTerminal() ? 1 : 0);
        if (rows == 0 && open == 0)
            return false;
        var (job, tally) = At(eval.Namespace, eval.JobID);
        tally.Evaluations += rows;
        tally.OpenEvaluations += open;
        return Changed(job, tally);
    }

    /// <inheritdoc cref="Count(Allocation?, Allocation?)"/>
    public bool Count(Deployment? before, Deployment? after)
    {
        var deployment = (after ?? before)!;
        var open = (after is not null && after.IsActive() ? 1 : 0) - (before is not null && before.IsActive() ? 1 : 0);
        if (open == 0)
            return false;
        var (job, tally) = At(deployment.Namespace, deployment.JobID);
        tally.OpenDeployments += open;
        return Changed(job, tally);
    }

    private (JobKey Job, Tally Tally) At(string space, string id)
    {
        var job = new JobKey(space, id);
        if (!tallies.TryGetValue(job, out var tally))
            tallies[job] = tally = new Tally();
        return (job, tally);
    }

    private bool Changed(JobKey job, Tally tally)
    {
        if (tally.IsEmpty)
            tallies.Remove(job);
        return true;
    }
}
