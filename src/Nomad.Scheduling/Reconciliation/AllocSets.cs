namespace Nomad.Scheduling.Reconciliation;

/// <summary>The allocations of a group that still matter, sorted by what happened to their nodes and clients.</summary>
internal sealed class AllocSets
{
    private readonly ReconcileInput input;
    private readonly TaskGroup? group;
    private readonly TimeSpan lostAfter;
    private readonly IReadOnlyList<Allocation> all;
    private Dictionary<string, Allocation>? byId;

    public AllocSets(ReconcileInput input, TaskGroup? group, IReadOnlyList<Allocation> all)
    {
        this.input = input;
        this.group = group;
        this.all = all;
        lostAfter = group?.LostAfter() ?? TimeSpan.Zero;
        ReplaceUnknown = group?.Disconnect?.Replace ?? true;
        foreach (var alloc in all)
            Sort(alloc);
    }

    /// <summary>Whether an allocation out of contact is replaced meanwhile.</summary>
    public bool ReplaceUnknown { get; }

    /// <summary>In place, including unknown ones and finished ones that hold their name.</summary>
    public List<Allocation> Untainted { get; private set; } = [];

    public List<Allocation> Migrate { get; } = [];

    public List<Allocation> Lost { get; } = [];

    public List<Allocation> Disconnecting { get; } = [];

    public List<Allocation> Reconnecting { get; } = [];

    /// <summary>Lost and stopped, but their places stay empty until their clients have surely ended them too.</summary>
    public List<Allocation> Held { get; } = [];

    /// <summary>
    /// Until when a lost allocation is not replaced: its client, cut off, ends it by itself after a while, and two at once are not wanted. Null when it may
    /// be replaced now.
    /// </summary>
    public DateTimeOffset? HeldUntil(Allocation alloc)
    {
        if (group?.StopOnClientAfter() is not { } after)
            return null;
        var since = alloc.AllocStates.OrEmpty().LastOrDefault(state => state.Value == AllocClientStatus.Lost)?.Time ?? input.Now;
        var until = since + after + group.Tasks.OrEmpty().Select(task => task.KillTimeout.ToTimeSpan()).DefaultIfEmpty().Max();
        return until > input.Now ? until : null;
    }

    public void Keep(Predicate<Allocation> filter) => Untainted = Untainted.FindAll(filter);

    private void Sort(Allocation alloc)
    {
        var node = input.Node(alloc.NodeID);
        var wasUnknown = LastState(alloc)?.Value == AllocClientStatus.Unknown;
        if (AllocDesiredStatus.IsTerminal(alloc.DesiredStatus))
        {
            // A batch allocation that had ended well when the word to stop came stays the answer for its name, if it has not handed that on.
            if (input.Batch && alloc.ClientStatus == AllocClientStatus.Complete && alloc.NextAllocation.Length == 0 && IsCurrent(alloc) && RanToItsEnd(alloc))
                Untainted.Add(alloc);
            // Were the evaluation of its moment over, nobody else would come to replace it.
            else if (alloc.ClientStatus == AllocClientStatus.Lost && alloc.FollowupEvalID.Length > 0 && alloc.FollowupEvalID != input.EvalID
                && alloc.NextAllocation.Length == 0 && HeldUntil(alloc) is not null && input.IsOpen(alloc.FollowupEvalID))
                Held.Add(alloc);
            return;
        }
        if (AllocClientStatus.IsTerminal(alloc.ClientStatus))
            SortEnded(alloc);
        else if (alloc.ClientStatus == AllocClientStatus.Unknown && IsExpired(alloc))
            Lost.Add(alloc);
        else if (node?.Status == NodeStatus.Disconnected)
            SortDisconnected(alloc);
        else if (alloc.DesiredTransition.Migrate == true)
            Migrate.Add(alloc);
        else if (node is null)
            Lost.Add(alloc);
        else if (node.Status == NodeStatus.Down)
            SortDown(alloc);
        else if (wasUnknown && alloc.ClientStatus != AllocClientStatus.Unknown)
            Reconnecting.Add(alloc);
        else
            Untainted.Add(alloc);
    }

    private void SortEnded(Allocation alloc)
    {
        if (HasHandedOn(alloc))
            return;
        if (input.Batch)
        {
            if (IsCurrent(alloc) && alloc.ClientStatus != AllocClientStatus.Lost)
                Untainted.Add(alloc);
        }
        else if (alloc.ClientStatus == AllocClientStatus.Failed)
        {
            Untainted.Add(alloc);
        }
    }

    private void SortDisconnected(Allocation alloc)
    {
        if (alloc.ClientStatus == AllocClientStatus.Unknown)
            Untainted.Add(alloc);
        else if (alloc.ClientStatus == AllocClientStatus.Pending || lostAfter <= TimeSpan.Zero)
            Lost.Add(alloc);
        else
            Disconnecting.Add(alloc);
    }

    // What must not be replaced waits for its node, however long that takes.
    private void SortDown(Allocation alloc)
    {
        if (ReplaceUnknown || alloc.ClientStatus is not (AllocClientStatus.Running or AllocClientStatus.Unknown))
            Lost.Add(alloc);
        else
            (alloc.ClientStatus == AllocClientStatus.Unknown ? Untainted : Disconnecting).Add(alloc);
    }

    private bool IsCurrent(Allocation alloc) => input.Job is null || alloc.Job is null
        || (alloc.Job.Version == input.Job.Version && alloc.Job.CreateIndex == input.Job.CreateIndex);

    /// <summary>
    /// Another took its place, and was not stopped in its favour: one that was thought lost, came back and stayed is the answer for its name.
    /// </summary>
    private bool HasHandedOn(Allocation alloc)
    {
        while (alloc.NextAllocation.Length > 0)
        {
            byId ??= all.ToDictionary(own => own.ID, StringComparer.Ordinal);
            if (!byId.TryGetValue(alloc.NextAllocation, out var next) || !AllocDesiredStatus.IsTerminal(next.DesiredStatus))
                return true;
            alloc = next;
        }
        return false;
    }

    private static AllocState? LastState(Allocation alloc) => alloc.AllocStates.OrEmpty().LastOrDefault(state => state.Field == 0);

    /// <summary>All tasks came to a good end by themselves: one that was killed may have left its work undone, and shows no failure.</summary>
    private static bool RanToItsEnd(Allocation alloc) => alloc.TaskStates.OrEmpty().Count > 0
        && alloc.TaskStates.OrEmpty().Values.All(task => !task.Failed && task.Events.OrEmpty().All(own => own.Type != TaskEventTypes.Killing));

    private bool IsExpired(Allocation alloc)
    {
        // Without a limit there is no end to the wait for one that must not be replaced.
        if (group is null || (lostAfter <= TimeSpan.Zero && !ReplaceUnknown))
            return false;
        return UnknownSince(alloc) is { } time && input.Now >= time + lostAfter;
    }

    /// <summary>When contact to the allocation was lost last; null when it never was.</summary>
    public static DateTimeOffset? UnknownSince(Allocation alloc) => alloc.AllocStates.OrEmpty().LastOrDefault(state => state.Value == AllocClientStatus.Unknown)?.Time;
}
