using Nomad.Scheduling.Planning;
using Nomad.Scheduling.Reconciliation;

namespace Nomad.Scheduling.SystemJobs;

/// <summary>System and sysbatch jobs: one allocation per group on every node that can run it.</summary>
internal sealed class SystemScheduler(bool sysbatch) : IScheduler
{
    public SchedulerResult Process(IClusterSnapshot snapshot, Evaluation evaluation, SchedulingContext context)
    {
        var run = new JobRun(snapshot, evaluation, context);
        var asks = new List<PlacementAsk>();
        var groups = run.IsStopped ? [] : (run.Job?.TaskGroups).OrEmpty();
        foreach (var group in groups.Where(group => group.Count > 0))
            asks.AddRange(Group(run, group));
        var kept = groups.Where(group => group.Count > 0).Select(group => group.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in run.Allocations.Where(alloc => !kept.Contains(alloc.TaskGroup)).GroupBy(alloc => alloc.TaskGroup))
        {
            var changes = new GroupChanges();
            foreach (var alloc in gone.Where(IsLive))
                changes.Stop.Add(new StopAsk(alloc, AllocDesiredDescriptions.AllocNotNeededDueToJobUpdate, IsOffline(snapshot.Node(alloc.NodeID)) ? AllocClientStatus.Lost : ""));
            changes.Desired = new DesiredUpdates { Stop = (ulong)changes.Stop.Count };
            run.Desired[gone.Key] = changes.Desired;
            run.Settle(changes);
        }
        var waiting = groups.Where(run.Waits).ToHashSet();
        asks.Where(ask => waiting.Contains(ask.Group)).ToList().ForEach(run.Leave);
        asks.RemoveAll(ask => waiting.Contains(ask.Group));
        var onlyNode = evaluation.TriggeredBy == EvalTriggers.QueuedAllocs ? evaluation.NodeID : "";
        foreach (var ask in asks.Where(ask => onlyNode.Length > 0 && ask.NodeID != onlyNode))
            run.Leave(ask);
        run.PlaceAll(asks.Where(ask => onlyNode.Length == 0 || ask.NodeID == onlyNode));
        return run.Finish();
    }

    private List<PlacementAsk> Group(JobRun run, TaskGroup group)
    {
        var job = run.Job!;
        var changes = new GroupChanges();
        var feasibility = run.Placer.Feasibility(job, group);
        var feasible = feasibility.Rows.ToHashSet();
        var wanted = feasibility.Rows.Select(row => run.Placer.Draft.Rows.Nodes[row]!.ID).ToHashSet(StringComparer.Ordinal);
        var destructive = new List<Allocation>();
        ulong ignored = 0, migrated = 0;
        foreach (var onNode in run.Allocations.Where(alloc => alloc.TaskGroup == group.Name).GroupBy(alloc => alloc.NodeID))
        {
            var node = run.Snapshot.Node(onNode.Key);
            var live = onNode.Where(IsLive).OrderByDescending(alloc => alloc.CreateIndex).ToList();
            foreach (var twin in live.Skip(1))
                changes.Stop.Add(new StopAsk(twin, AllocDesiredDescriptions.AllocNotNeededDueToJobUpdate));
            // A finished run of this version is not repeated.
            if (sysbatch && onNode.Any(alloc => IsCurrent(alloc, job) && AllocClientStatus.IsTerminal(alloc.ClientStatus) && alloc.ClientStatus != AllocClientStatus.Lost
                && alloc.DesiredStatus == AllocDesiredStatus.Run))
                wanted.Remove(onNode.Key);
            if (live.Count == 0)
                continue;
            var alloc = live[0];
            if (IsOffline(node))
            {
                if (node?.Status == NodeStatus.Disconnected && LostAfter(group).Nanoseconds > 0 && alloc.ClientStatus != AllocClientStatus.Pending)
                {
                    if (alloc.ClientStatus != AllocClientStatus.Unknown)
                        changes.Delayed.Add(new DelayedAsk(alloc, run.Context.Now + LostAfter(group).ToTimeSpan(), Disconnect: true));
                    else
                        ignored++;
                }
                else
                {
                    changes.Stop.Add(new StopAsk(alloc, AllocDesiredDescriptions.AllocIsLostSinceItsNodeIsDown, AllocClientStatus.Lost));
                }
                continue;
            }
            wanted.Remove(onNode.Key);
            if (alloc.DesiredTransition.Migrate == true)
            {
                migrated++;
                changes.Stop.Add(new StopAsk(alloc, AllocDesiredDescriptions.AllocNotNeededAsNodeIsTainted));
            }
            else if (alloc.Job?.JobModifyIndex == job.JobModifyIndex)
            {
                ignored++;
            }
            else if (!feasible.Contains(run.Placer.Draft.RowOf(onNode.Key)) && node!.SchedulingEligibility != NodeEligibility.Ineligible)
            {
                changes.Stop.Add(new StopAsk(alloc, AllocDesiredDescriptions.AllocNotNeededDueToJobUpdate));
            }
            else if (node!.SchedulingEligibility == NodeEligibility.Ineligible)
            {
                ignored++;
            }
            else if (run.Judge(alloc, group) == UpdateKind.InPlace)
            {
                changes.InPlace.Add(alloc);
            }
            else
            {
                destructive.Add(alloc);
            }
        }
        var asks = new List<PlacementAsk>();
        foreach (var alloc in destructive.OrderBy(alloc => alloc.NodeID, StringComparer.Ordinal).Take(Budget(run, group)))
            asks.Add(Ask(job, group, alloc.NodeID) with { Name = alloc.Name, Previous = alloc, Destructive = true });
        var replaced = asks.Count;
        foreach (var node in wanted.Order(StringComparer.Ordinal))
            asks.Add(Ask(job, group, node));
        run.Desired[group.Name] = new DesiredUpdates
        {
            Ignore = ignored + (ulong)(destructive.Count - replaced), InPlaceUpdate = (ulong)changes.InPlace.Count, DestructiveUpdate = (ulong)replaced,
            Place = (ulong)wanted.Count, Migrate = migrated, Stop = (ulong)changes.Stop.Count - migrated, Disconnect = (ulong)changes.Delayed.Count,
        };
        run.Settle(changes);
        return asks;
    }

    /// <summary>How many nodes may be updated at once, less those whose new allocation has not come up yet.</summary>
    private int Budget(JobRun run, TaskGroup group)
    {
        if (sysbatch || group.Update is not { MaxParallel: > 0 } update)
            return int.MaxValue;
        var starting = run.Allocations.Count(alloc => alloc.TaskGroup == group.Name && IsLive(alloc) && IsCurrent(alloc, run.Job!)
            && alloc.ClientStatus == AllocClientStatus.Pending);
        return Math.Max(0, update.MaxParallel - starting);
    }

    private static PlacementAsk Ask(Job job, TaskGroup group, string nodeId) =>
        new() { Name = AllocNames.Of(job.ID, group.Name, 0), Group = group, Job = job, NodeID = nodeId };

    private static Duration LostAfter(TaskGroup group) => group.Disconnect?.LostAfter ?? group.MaxClientDisconnect ?? Duration.Zero;

    private static bool IsCurrent(Allocation alloc, Job job) => alloc.Job is not null && alloc.Job.Version == job.Version && alloc.Job.CreateIndex == job.CreateIndex;

    private static bool IsLive(Allocation alloc) => !AllocDesiredStatus.IsTerminal(alloc.DesiredStatus) && !AllocClientStatus.IsTerminal(alloc.ClientStatus);

    private static bool IsOffline(Node? node) => node is null or { Status: NodeStatus.Down or NodeStatus.Disconnected };
}
