namespace Nomad.Server.State.Writing;

/// <summary>How the summaries of jobs change by one command, gathered so that each summary is written once.</summary>
internal sealed class SummaryDeltas
{
    private SortedDictionary<JobKey, Pending>? pending;

    private sealed class Pending
    {
        public readonly SortedDictionary<string, Counts> Groups = new(StringComparer.Ordinal);
        public readonly Dictionary<string, int> Queued = [];
        public long ChildrenPending, ChildrenRunning, ChildrenDead;
    }

    private sealed class Counts
    {
        public int Starting, Running, Complete, Failed, Lost, Unknown, Queued;
    }

    /// <summary>Counts the step of an allocation from one client status to another; a new one was queued before.</summary>
    public void Count(Allocation? before, Allocation after)
    {
        if (before is not null && before.ClientStatus == after.ClientStatus)
            return;
        var counts = Group(new(after.Namespace, after.JobID), after.TaskGroup);
        if (before is null)
            counts.Queued--;
        else
            Leave(counts, before.ClientStatus);
        Enter(counts, after.ClientStatus);
    }

    /// <summary>What an evaluation could not place yet.</summary>
    public void SetQueued(JobKey job, IReadOnlyDictionary<string, int> queued)
    {
        var entry = Of(job);
        foreach (var (group, count) in queued)
            entry.Queued[group] = count;
    }

    /// <summary>A child of <paramref name="parent"/> goes from one status to another; "" = it was not there.</summary>
    public void CountChild(JobKey parent, string before, string after)
    {
        var entry = Of(parent);
        Child(entry, before, -1);
        Child(entry, after, 1);
    }

    public void Settle(StateTransaction writes)
    {
        if (pending is null)
            return;
        foreach (var (job, entry) in pending)
        {
            if (writes.View.Summary(job.Namespace, job.ID) is not { } summary)
                continue;
            var groups = SmallMap.With(summary.Summary, (name, old) =>
            {
                var counted = entry.Groups.TryGetValue(name, out var counts) ? Add(old, counts) : old;
                return entry.Queued.TryGetValue(name, out var queued) ? counted with { Queued = queued } : counted;
            });
            writes.PutSummary(summary with { Summary = groups, Children = Children(summary.Children, entry), ModifyIndex = writes.Index });
        }
    }

    private static TaskGroupSummary Add(TaskGroupSummary old, Counts counts) => old with
    {
        Queued = Math.Max(0, old.Queued + counts.Queued),
        Starting = Math.Max(0, old.Starting + counts.Starting),
        Running = Math.Max(0, old.Running + counts.Running),
        Complete = old.Complete + counts.Complete,
        Failed = old.Failed + counts.Failed,
        Lost = Math.Max(0, old.Lost + counts.Lost),
        Unknown = Math.Max(0, old.Unknown + counts.Unknown),
    };

    private static JobChildrenSummary? Children(JobChildrenSummary? old, Pending entry)
    {
        if (entry is { ChildrenPending: 0, ChildrenRunning: 0, ChildrenDead: 0 })
            return old;
        old ??= new JobChildrenSummary();
        return new JobChildrenSummary
        {
            Pending = Math.Max(0, old.Pending + entry.ChildrenPending),
            Running = Math.Max(0, old.Running + entry.ChildrenRunning),
            Dead = Math.Max(0, old.Dead + entry.ChildrenDead),
        };
    }

    private static void Child(Pending entry, string status, int step)
    {
        switch (status)
        {
            case JobStatus.Pending: entry.ChildrenPending += step; break;
            case JobStatus.Running: entry.ChildrenRunning += step; break;
            case JobStatus.Dead: entry.ChildrenDead += step; break;
        }
    }

    // Complete and failed only grow: they tell what happened, not what is.
    private static void Leave(Counts counts, string status)
    {
        switch (status)
        {
            case AllocClientStatus.Pending: counts.Starting--; break;
            case AllocClientStatus.Running: counts.Running--; break;
            case AllocClientStatus.Lost: counts.Lost--; break;
            case AllocClientStatus.Unknown: counts.Unknown--; break;
        }
    }

    private static void Enter(Counts counts, string status)
    {
        switch (status)
        {
            case AllocClientStatus.Pending: counts.Starting++; break;
            case AllocClientStatus.Running: counts.Running++; break;
            case AllocClientStatus.Complete: counts.Complete++; break;
            case AllocClientStatus.Failed: counts.Failed++; break;
            case AllocClientStatus.Lost: counts.Lost++; break;
            case AllocClientStatus.Unknown: counts.Unknown++; break;
        }
    }

    private Counts Group(JobKey job, string group)
    {
        var groups = Of(job).Groups;
        if (!groups.TryGetValue(group, out var counts))
            groups[group] = counts = new Counts();
        return counts;
    }

    private Pending Of(JobKey job)
    {
        pending ??= new(JobKeyOrder.Instance);
        if (!pending.TryGetValue(job, out var entry))
            pending[job] = entry = new Pending();
        return entry;
    }
}
