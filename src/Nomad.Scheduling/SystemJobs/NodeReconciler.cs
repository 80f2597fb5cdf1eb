using Nomad.Scheduling.Reconciliation;

namespace Nomad.Scheduling.SystemJobs;

/// <summary>
/// Compares what runs of a group of a system or sysbatch job with the nodes that should run it. Pure: looks at its input only. Every node has one
/// allocation, so that a canary is a node that goes first: its allocation is replaced, and no other until the canaries are promoted.
/// </summary>
internal sealed class NodeReconciler
{
    private const int Percent = 100;

    private readonly ReconcileInput input;
    private readonly Job job;
    private readonly TaskGroup group;
    private readonly IReadOnlyList<Allocation> all;
    private readonly IReadOnlySet<string> feasible;
    private readonly HashSet<string> missing;
    private readonly UpdateStrategy? strategy;
    private readonly DeploymentState? state;
    private readonly NodeChanges changes;
    private readonly List<Allocation> destructive = [];
    private readonly List<Allocation> staying = [];
    private int migrated;

    private NodeReconciler(ReconcileInput input, TaskGroup group, IReadOnlyList<Allocation> all, IReadOnlySet<string> feasible)
    {
        this.input = input;
        this.group = group;
        this.all = all;
        this.feasible = feasible;
        job = input.Job!;
        missing = new HashSet<string>(feasible, StringComparer.Ordinal);
        strategy = !input.Batch && group.Update is { MaxParallel: > 0 } update ? update : null;
        state = (input.Deployment?.TaskGroups).OrEmpty().GetValueOrDefault(group.Name);
        changes = new NodeChanges(group);
    }

    /// <summary>Changes for a group that the job has. <paramref name="feasible"/>: nodes that may run it, whether they have room or not.</summary>
    public static NodeChanges Reconcile(ReconcileInput input, TaskGroup group, IReadOnlyList<Allocation> all, IReadOnlySet<string> feasible) =>
        new NodeReconciler(input, group, all, feasible).Run();

    /// <summary>Changes for a group that the job has no more, or whose job was stopped.</summary>
    public static GroupChanges StopAll(IEnumerable<Allocation> all, Func<string, Node?> node)
    {
        var changes = new GroupChanges();
        foreach (var alloc in all.Where(IsLive))
            changes.Stop.Add(new StopAsk(alloc, AllocDesiredDescriptions.AllocNotNeededDueToJobUpdate, IsOffline(node(alloc.NodeID)) ? AllocClientStatus.Lost : ""));
        changes.Desired = new DesiredUpdates { Stop = (ulong)changes.Stop.Count };
        return changes;
    }

    private NodeChanges Run()
    {
        foreach (var onNode in all.GroupBy(alloc => alloc.NodeID, StringComparer.Ordinal))
            Sort(onNode.Key, [.. onNode]);
        destructive.Sort((left, right) => string.CompareOrdinal(left.NodeID, right.NodeID));
        var wanted = CanariesWanted();
        var canarying = wanted > 0 || state is { DesiredCanaries: > 0, Promoted: false };
        foreach (var alloc in destructive)
            changes.Updates.Add(Ask(alloc.NodeID) with { Name = alloc.Name, Previous = alloc, Destructive = true, Canary = canarying });
        changes.Budget = canarying ? Math.Min(wanted, Budget()) : Budget();
        FillMissing(canarying);
        Describe();
        return changes;
    }

    private void Sort(string nodeId, List<Allocation> onNode)
    {
        var live = onNode.Where(IsLive).OrderByDescending(alloc => alloc.CreateIndex).ToList();
        foreach (var twin in live.Skip(1))
            changes.Settled.Stop.Add(new StopAsk(twin, AllocDesiredDescriptions.AllocNotNeededDueToJobUpdate));
        // A finished run of this version is not repeated.
        if (input.Batch && onNode.Exists(HasRun))
            missing.Remove(nodeId);
        if (live.Count == 0)
            return;
        var node = input.Node(nodeId);
        if (IsOffline(node))
        {
            SortOffline(live[0], node);
            return;
        }
        missing.Remove(nodeId);
        SortReachable(live[0], node!);
    }

    private void SortOffline(Allocation alloc, Node? node)
    {
        var lostAfter = group.LostAfter();
        if (node?.Status != NodeStatus.Disconnected || lostAfter <= TimeSpan.Zero || alloc.ClientStatus == AllocClientStatus.Pending
            || alloc.ClientStatus == AllocClientStatus.Unknown && AllocSets.UnknownSince(alloc) is { } since && input.Now >= since + lostAfter)
            changes.Settled.Stop.Add(new StopAsk(alloc, AllocDesiredDescriptions.AllocIsLostSinceItsNodeIsDown, AllocClientStatus.Lost));
        else if (alloc.ClientStatus != AllocClientStatus.Unknown)
            changes.Settled.Delayed.Add(new DelayedAsk(alloc, input.Now + lostAfter, Disconnect: true));
        else
            staying.Add(alloc);
    }

    private void SortReachable(Allocation alloc, Node node)
    {
        if (alloc.DesiredTransition.Migrate == true)
        {
            migrated++;
            changes.Settled.Stop.Add(new StopAsk(alloc, AllocDesiredDescriptions.AllocNotNeededAsNodeIsTainted));
        }
        else if (alloc.Job?.JobModifyIndex == job.JobModifyIndex)
            staying.Add(alloc);
        // What changed cannot be placed on a node that takes nothing, so there it ends; what is as it was stays.
        else if (node.SchedulingEligibility == NodeEligibility.Ineligible || !feasible.Contains(node.ID))
            changes.Settled.Stop.Add(new StopAsk(alloc, AllocDesiredDescriptions.AllocNotNeededDueToJobUpdate));
        // A node that keeps the version before because the new one failed elsewhere gets the new one no sooner than the others.
        else if (input.Judge(alloc, group) == UpdateKind.InPlace)
            changes.Settled.InPlace.Add(alloc);
        else
            destructive.Add(alloc);
    }

    private bool HasRun(Allocation alloc) => IsCurrent(alloc) && AllocClientStatus.IsTerminal(alloc.ClientStatus) && alloc.ClientStatus != AllocClientStatus.Lost
        && alloc.DesiredStatus == AllocDesiredStatus.Run;

    /// <summary>
    /// How many nodes are still to go first. Their number is a share of what was to be replaced when the deployment began; when nodes left meanwhile,
    /// no more than there are.
    /// </summary>
    private int CanariesWanted()
    {
        changes.Settled.DesiredCanaries = state?.DesiredCanaries ?? 0;
        // A version that was found good needs none on nodes that come to it later.
        if (strategy is not { Canary: > 0 } || input.DeploymentPaused || input.DeploymentFailed || state is { Promoted: true } || (state is null && job.Stable))
            return 0;
        var placed = staying.Count(IsCanary);
        var share = state?.DesiredCanaries ?? Math.Min(strategy.MaxParallel, (strategy.Canary * destructive.Count + Percent - 1) / Percent);
        changes.Settled.DesiredCanaries = Math.Min(share, placed + destructive.Count);
        return Math.Max(0, changes.Settled.DesiredCanaries - placed);
    }

    private bool IsCanary(Allocation alloc) => alloc.DeploymentStatus?.Canary == true && alloc.DeploymentID == input.Deployment?.ID;

    /// <summary>How many nodes may be updated now: none beside one that is unhealthy, fewer while some have not come up yet.</summary>
    private int Budget()
    {
        if (strategy is null)
            return int.MaxValue;
        if (input.DeploymentPaused || input.DeploymentFailed)
            return 0;
        // A roll-out begins here. What else is about to start is no part of it, and tells nobody when it has: to wait for that would be for ever.
        if (state is null)
            return strategy.MaxParallel;
        var own = all.Where(alloc => alloc.DeploymentID == input.Deployment!.ID && !AllocDesiredStatus.IsTerminal(alloc.DesiredStatus)).ToList();
        return own.Exists(alloc => alloc.DeploymentStatus?.Healthy == false) ? 0
            : Math.Max(0, strategy.MaxParallel - own.Count(alloc => alloc.DeploymentStatus?.Healthy is null && IsLive(alloc)));
    }

    /// <summary>
    /// No node goes without: while the new version waits for its canaries, is paused or has failed, a node gets the version before, as long as that
    /// runs anywhere.
    /// </summary>
    private void FillMissing(bool canarying)
    {
        var older = strategy is not null && (canarying || input.DeploymentPaused || input.DeploymentFailed)
            ? staying.Concat(destructive).Where(alloc => alloc.Job is not null && alloc.Job.CreateIndex == job.CreateIndex && alloc.Job.Version < job.Version)
                .MaxBy(alloc => alloc.Job!.Version) : null;
        var before = older?.Job!.TaskGroups.OrEmpty().FirstOrDefault(own => own.Name == group.Name);
        // Where other regions go first, there is nothing to fall back on before the first version.
        if (before is null && input.DeploymentPending)
            missing.Clear();
        foreach (var node in missing.Order(StringComparer.Ordinal))
            changes.Missing.Add(before is null ? Ask(node) : Ask(node) with { Group = before, Job = older!.Job!, Downgrade = true });
        changes.Joining = before is null ? missing.Count : 0;
    }

    private PlacementAsk Ask(string nodeId) => new() { Name = AllocNames.Of(job.ID, group.Name, 0), Group = group, Job = job, NodeID = nodeId };

    private void Describe()
    {
        var settled = changes.Settled;
        var replaced = Math.Min(changes.Budget, destructive.Count);
        var canaries = replaced > 0 && changes.Updates[0].Canary ? replaced : 0;
        settled.Desired = new DesiredUpdates
        {
            Ignore = (ulong)(staying.Count + destructive.Count - replaced), InPlaceUpdate = (ulong)settled.InPlace.Count,
            DestructiveUpdate = (ulong)(replaced - canaries), Canary = (ulong)canaries, Place = (ulong)changes.Missing.Count, Migrate = (ulong)migrated,
            Stop = (ulong)(settled.Stop.Count - migrated), Disconnect = (ulong)settled.Delayed.Count,
        };
        var own = staying.Where(alloc => state is not null && alloc.DeploymentID == input.Deployment!.ID && feasible.Contains(alloc.NodeID)).ToList();
        changes.Counted = own.Count + settled.InPlace.Count + destructive.Count;
        changes.Done = destructive.Count == 0 && settled.InPlace.Count == 0 && own.TrueForAll(alloc => alloc.DeploymentStatus?.Healthy == true)
            && (state is null or { DesiredCanaries: 0 } or { Promoted: true });
        var ran = all.Any(IsCurrent);
        settled.WantsDeployment = strategy is not null && (destructive.Count > 0 || settled.InPlace.Count > 0 || (!ran && missing.Count > 0));
        if (strategy is not null)
            settled.NewState = new DeploymentState
            {
                AutoRevert = strategy.AutoRevert, AutoPromote = strategy.AutoPromote, ProgressDeadline = strategy.ProgressDeadline,
                DesiredTotal = changes.Counted + changes.Joining, DesiredCanaries = settled.DesiredCanaries,
            };
    }

    private bool IsCurrent(Allocation alloc) => alloc.Job is not null && alloc.Job.Version == job.Version && alloc.Job.CreateIndex == job.CreateIndex;

    private static bool IsLive(Allocation alloc) => !AllocDesiredStatus.IsTerminal(alloc.DesiredStatus) && !AllocClientStatus.IsTerminal(alloc.ClientStatus);

    private static bool IsOffline(Node? node) => node is null or { Status: NodeStatus.Down or NodeStatus.Disconnected };
}
