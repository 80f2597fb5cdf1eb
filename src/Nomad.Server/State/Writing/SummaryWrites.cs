namespace Nomad.Server.State.Writing;

/// <summary>Counts the summaries of all jobs anew, should they ever have drifted.</summary>
internal static class SummaryWrites
{
    public static void Reconcile(StateTransaction writes)
    {
        foreach (var job in StateTransaction.InOrder(writes.View.Jobs(), job => $"{job.Namespace}\n{job.ID}"))
        {
            var groups = new SortedDictionary<string, TaskGroupSummary>(StringComparer.Ordinal);
            foreach (var group in job.TaskGroups.OrEmpty())
                groups[group.Name] = new TaskGroupSummary();
            foreach (var alloc in writes.View.AllocationsOfJob(job.Namespace, job.ID))
            {
                if (groups.TryGetValue(alloc.TaskGroup, out var counts))
                    groups[alloc.TaskGroup] = Counted(counts, alloc.ClientStatus);
            }
            var old = writes.View.Summary(job.Namespace, job.ID);
            writes.PutSummary(new JobSummary
            {
                JobID = job.ID,
                Namespace = job.Namespace,
                Summary = groups,
                Children = Children(writes.View, job),
                CreateIndex = old?.CreateIndex ?? job.CreateIndex,
                ModifyIndex = writes.Index,
            });
        }
    }

    private static TaskGroupSummary Counted(TaskGroupSummary counts, string status) => status switch
    {
        AllocClientStatus.Pending => counts with { Starting = counts.Starting + 1 },
        AllocClientStatus.Running => counts with { Running = counts.Running + 1 },
        AllocClientStatus.Complete => counts with { Complete = counts.Complete + 1 },
        AllocClientStatus.Failed => counts with { Failed = counts.Failed + 1 },
        AllocClientStatus.Lost => counts with { Lost = counts.Lost + 1 },
        AllocClientStatus.Unknown => counts with { Unknown = counts.Unknown + 1 },
        _ => counts,
    };

    private static JobChildrenSummary Children(StateSnapshot state, Job parent)
    {
        var children = state.Children(parent.Namespace, parent.ID).CountBy(child => child.Status).ToDictionary();
        return new JobChildrenSummary
        {
            Pending = children.GetValueOrDefault(JobStatus.Pending),
            Running = children.GetValueOrDefault(JobStatus.Running),
            Dead = children.GetValueOrDefault(JobStatus.Dead),
        };
    }
}
