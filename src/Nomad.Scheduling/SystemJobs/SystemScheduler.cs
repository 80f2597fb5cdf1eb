using Nomad.Scheduling.Planning;
using Nomad.Scheduling.Reconciliation;

namespace Nomad.Scheduling.SystemJobs;

/// <summary>System and sysbatch jobs: one allocation per group on every node that can run it.</summary>
internal sealed class SystemScheduler(bool sysbatch) : IScheduler
{
    public SchedulerResult Process(IClusterSnapshot snapshot, Evaluation evaluation, SchedulingContext context)
    {
        var run = new JobRun(snapshot, evaluation, context);
        var current = JobDeployments.Current(run);
        var input = new ReconcileInput
        {
            Job = run.Job, JobID = evaluation.JobID, Batch = sysbatch, Deployment = current, EvalID = evaluation.ID, Now = context.Now,
            Node = snapshot.Node, Judge = run.Judge, IsOpen = snapshot.IsOpen,
        };
        var byGroup = run.Allocations.ToLookup(alloc => alloc.TaskGroup, StringComparer.Ordinal);
        var groups = run.IsStopped ? [] : run.Job!.TaskGroups.OrEmpty().Where(group => group.Count > 0).ToList();
        var found = groups.ConvertAll(group => NodeReconciler.Reconcile(input, group, [.. byGroup[group.Name]], Feasible(run, group)));
        JobDeployments.Begin(run, current, found.Exists(own => own.Settled.WantsDeployment), States(found, own => own.Counted + own.Joining));
        foreach (var own in found)
        {
            run.Desired[own.Group.Name] = own.Settled.Desired;
            run.Settle(own.Settled);
        }
        foreach (var gone in byGroup.Where(own => groups.TrueForAll(group => group.Name != own.Key)))
        {
            var stops = NodeReconciler.StopAll(gone, snapshot.Node);
            run.Desired[gone.Key] = stops.Desired;
            run.Settle(stops);
        }
        var onlyNode = evaluation.TriggeredBy == EvalTriggers.QueuedAllocs ? evaluation.NodeID : "";
        var placed = found.ToDictionary(own => own, own => Place(run, own, onlyNode));
        // A node without room is not waited for: what will be placed there is no part of this roll-out.
        SettleDeployment(run, current, found, States(found, own => own.Counted + (placed[own] is { } count ? Math.Min(count, own.Joining) : own.Joining)));
        if (found.TrueForAll(own => own.Done && placed[own] == 0))
            JobDeployments.Complete(run, current);
        return run.Finish();
    }

    /// <summary>Places what is missing, then what is updated. Returns how many of those missing found room; null when the group has to wait for others.</summary>
    private static int? Place(JobRun run, NodeChanges changes, string onlyNode)
    {
        if (run.Waits(changes.Group))
        {
            changes.Missing.ForEach(run.Leave);
            return null;
        }
        // Others wait for room on their own nodes.
        changes.Missing.FindAll(ask => onlyNode.Length > 0 && ask.NodeID != onlyNode).ForEach(run.Leave);
        changes.Updates.FindAll(ask => onlyNode.Length > 0 && ask.NodeID != onlyNode).Take(changes.Budget).ToList().ForEach(run.Leave);
        run.PlaceAll(changes.Updates.Where(IsMeant), changes.Budget);
        return run.PlaceAll(changes.Missing.Where(IsMeant));

        bool IsMeant(PlacementAsk ask) => onlyNode.Length == 0 || ask.NodeID == onlyNode;
    }

    private static HashSet<string> Feasible(JobRun run, TaskGroup group) => run.Placer.Feasibility(run.Job!, group).Rows
        .Select(row => run.Placer.Draft.Rows.Nodes[row]!.ID).ToHashSet(StringComparer.Ordinal);

    private static Dictionary<string, DeploymentState> States(List<NodeChanges> found, Func<NodeChanges, int> total) => found
        .Where(own => own.Settled.NewState is not null)
        .ToDictionary(own => own.Group.Name, own => own.Settled.NewState! with { DesiredTotal = total(own) }, StringComparer.Ordinal);

    /// <summary>The numbers of the deployment follow the nodes that come and go.</summary>
    private static void SettleDeployment(JobRun run, Deployment? current, List<NodeChanges> found, Dictionary<string, DeploymentState> states)
    {
        if (run.Plan.Deployment is { } created)
        {
            run.Deployment = run.Plan.Deployment = current is null && states.Values.All(state => state.DesiredTotal == 0) ? null : created with { TaskGroups = states };
            return;
        }
        if (current is null || !DeploymentStatus.IsActive(current.Status))
            return;
        var groups = current.TaskGroups.OrEmpty().ToDictionary(own => own.Key, own => states.GetValueOrDefault(own.Key) is not { } state ? own.Value
            : own.Value with { DesiredTotal = state.DesiredTotal, DesiredCanaries = state.DesiredCanaries }, StringComparer.Ordinal);
        if (found.Exists(own => own.Settled.NewState is not null && current.TaskGroups.OrEmpty().GetValueOrDefault(own.Group.Name) is { } old && groups[own.Group.Name] != old))
            run.Plan.Deployment = current with { TaskGroups = groups };
    }
}
