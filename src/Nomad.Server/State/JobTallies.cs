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

    public static JobTallies Of(StateSnapshot state)
    {
        var tallies = new JobTallies();
        foreach (var alloc in state.Allocations())
            tallies.Count(null, alloc);
        foreach (var eval in state.Evaluations())
            tallies.Count(null, eval);
        foreach (var deployment in state.Deployments())
            tallies.Count(null, deployment);
        return tallies;
    }

    public Tally? Find(JobKey job) => tallies.GetValueOrDefault(job);

    /// <summary>True when the job's status may now be another.</summary>
    public bool Count(Allocation? before, Allocation? after)
    {
        var alloc = (after ?? before)!;
        var rows = (after is null ? 0 : 1) - (before is null ? 0 : 1);
        var live = (after is not null && !after.IsTerminal() ? 1 : 0) - (before is not null && !before.IsTerminal() ? 1 : 0);
        return Add(new(alloc.Namespace, alloc.JobID), tally =>
        {
            tally.Allocations += rows;
            tally.LiveAllocations += live;
        }, rows != 0 || live != 0);
    }

    /// <inheritdoc cref="Count(Allocation?, Allocation?)"/>
    public bool Count(Evaluation? before, Evaluation? after)
    {
        var eval = (after ?? before)!;
        var rows = (after is null ? 0 : 1) - (before is null ? 0 : 1);
        var open = (after is not null && !after.IsTerminal() ? 1 : 0) - (before is not null && !before.IsTerminal() ? 1 : 0);
        return Add(new(eval.Namespace, eval.JobID), tally =>
        {
            tally.Evaluations += rows;
            tally.OpenEvaluations += open;
        }, rows != 0 || open != 0);
    }

    /// <inheritdoc cref="Count(Allocation?, Allocation?)"/>
    public bool Count(Deployment? before, Deployment? after)
    {
        var deployment = (after ?? before)!;
        var open = (after is not null && after.IsActive() ? 1 : 0) - (before is not null && before.IsActive() ? 1 : 0);
        return Add(new(deployment.Namespace, deployment.JobID), tally => tally.OpenDeployments += open, open != 0);
    }

    private bool Add(JobKey job, Action<Tally> add, bool changes)
    {
        if (!changes)
            return false;
        if (!tallies.TryGetValue(job, out var tally))
            tallies[job] = tally = new Tally();
        add(tally);
        if (tally.IsEmpty)
            tallies.Remove(job);
        return true;
    }
}
