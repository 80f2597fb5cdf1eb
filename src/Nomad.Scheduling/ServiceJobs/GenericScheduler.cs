using Nomad.Scheduling.Planning;
using Nomad.Scheduling.Reconciliation;

namespace Nomad.Scheduling.ServiceJobs;

/// <summary>Service and batch jobs: a number of allocations per group, anywhere.</summary>
internal sealed class GenericScheduler(bool batch) : IScheduler
{
    public SchedulerResult Process(IClusterSnapshot snapshot, Evaluation evaluation, SchedulingContext context)
    {
        var run = new JobRun(snapshot, evaluation, context);
        var current = JobDeployments.Current(run);
        var input = new ReconcileInput
        {
            Job = run.Job, JobID = evaluation.JobID, Batch = batch, Deployment = current, EvalID = evaluation.ID, Now = context.Now,
            Node = snapshot.Node, Judge = run.Judge, IsOpen = snapshot.IsOpen,
        };
        var byGroup = run.Allocations.ToLookup(alloc => alloc.TaskGroup, StringComparer.Ordinal);
        var changes = new List<GroupChanges>();
        var states = new Dictionary<string, DeploymentState>(StringComparer.Ordinal);
        var groups = (run.Job?.TaskGroups).OrEmpty().ToDictionary(group => group.Name, StringComparer.Ordinal);
        foreach (var name in groups.Keys.Union(byGroup.Select(own => own.Key), StringComparer.Ordinal))
        {
            var group = groups.GetValueOrDefault(name);
            var found = GroupReconciler.Reconcile(input, group, [.. byGroup[name]]);
            run.Desired[name] = found.Desired;
            changes.Add(found);
            if (found.NewState is { } state)
                states[name] = state;
        }
        JobDeployments.Settle(run, current, changes, states);
        foreach (var found in changes)
            run.Settle(found);
        var ready = changes.FindAll(found => MayStart(run, found));
        // Updates first, and of those the groups that come to need less: what they give back, of a quota as of a node, is there for the rest.
        foreach (var found in ready.Where(own => own.Place.Exists(ask => ask.Destructive)).OrderByDescending(run.GivesBack))
            run.PlaceAll(found.Place.FindAll(ask => ask.Destructive));
        foreach (var found in ready.Where(own => own.Place.Exists(ask => !ask.Destructive)))
            run.PlaceAll(found.Place.Where(ask => !ask.Destructive));
        return run.Finish();
    }

    private static bool MayStart(JobRun run, GroupChanges found)
    {
        if (found.Place.Count == 0 || !run.Waits(found.Place[0].Group))
            return true;
        found.Place.ForEach(run.Leave);
        return false;
    }
}
