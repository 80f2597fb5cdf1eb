namespace Nomad.Scheduling.Reconciliation;

/// <summary>
/// Compares what a group should be with what it is. Pure: looks at its input only. Order matters: lost contact first, then failures, canaries,
/// stops, updates, and placements with what is left of the update budget.
/// </summary>
internal sealed class GroupReconciler
{
    /// <summary>A reschedule due this soon happens now.</summary>
    private static readonly TimeSpan DueSlack = TimeSpan.FromSeconds(1);

    private readonly ReconcileInput input;
    private readonly IReadOnlyList<Allocation> all;
    private readonly TaskGroup group;
    private readonly Job job;
    private readonly AllocSets sets;
    private readonly AllocNames names;
    private readonly GroupChanges changes = new();
    private readonly DeploymentState? state;
    private readonly UpdateStrategy? strategy;
    private readonly List<Allocation> canaries = [];
    private readonly List<Allocation> failedNow = [];
    private readonly List<Allocation> destructive = [];
    private HashSet<string>? taken;
    private bool unreplaced;
    private bool canarying;
    private int ignored, inPlace, later;

    private GroupReconciler(ReconcileInput input, TaskGroup group, IReadOnlyList<Allocation> all)
    {
        this.input = input;
        this.group = group;
        this.all = all;
        job = input.Job!;
        sets = new AllocSets(input, group, all);
        names = new AllocNames(input.JobID, group.Name, group.Count);
        strategy = !input.Batch && group.Update is { MaxParallel: > 0 } update ? update : null;
        state = (input.Deployment?.TaskGroups).OrEmpty().GetValueOrDefault(group.Name);
    }

    /// <summary>Changes for a group of the job; <paramref name="group"/> null when the job no longer has it.</summary>
    public static GroupChanges Reconcile(ReconcileInput input, TaskGroup? group, IReadOnlyList<Allocation> all) =>
        input.IsStopped || group is null ? StopAll(input, all) : new GroupReconciler(input, group, all).Run();

    private static GroupChanges StopAll(ReconcileInput input, IReadOnlyList<Allocation> all)
    {
        var changes = new GroupChanges();
        foreach (var alloc in all)
        {
            if (AllocDesiredStatus.IsTerminal(alloc.DesiredStatus) || AllocClientStatus.IsTerminal(alloc.ClientStatus))
                continue;
            var lost = input.Node(alloc.NodeID) is null or { Status: NodeStatus.Down or NodeStatus.Disconnected };
            changes.Stop.Add(new StopAsk(alloc, AllocDesiredDescriptions.AllocNotNeededDueToJobUpdate, lost ? AllocClientStatus.Lost : ""));
        }
        changes.Desired = new DesiredUpdates { Stop = (ulong)changes.Stop.Count };
        return changes;
    }

    private GroupChanges Run()
    {
        Reconnection.Settle(sets, group, changes);
        StopOldCanaries();
        SplitFailed();
        FindCanaries();
        ClaimNames();
        StopExcess();
        Judge();
        var wanted = CanariesWanted();
        canarying = canarying || wanted > 0;
        PlaceCanaries(wanted);
        var budget = Budget();
        var placed = PlaceMissing();
        Migrate();
        Replace(Math.Max(0, budget - placed));
        ForgetEnded();
        Describe();
        return changes;
    }

    /// <summary>A plan says one thing of an allocation: what it ends does not also go on as reconnected, nor wait for its time to be tried again.</summary>
    private void ForgetEnded()
    {
        if (changes.Reconnected.Count == 0 && changes.Delayed.Count == 0)
            return;
        var ended = IdsOf(changes.Stop.Select(stop => stop.Alloc).Concat(changes.Place.Where(ask => ask.Destructive).Select(ask => ask.Previous!)));
        changes.Reconnected.RemoveAll(alloc => ended.Contains(alloc.ID));
        later -= changes.Delayed.RemoveAll(ask => !ask.Disconnect && ended.Contains(ask.Alloc.ID));
    }

    /// <summary>Promotion clears the canary mark, so a marked allocation of another or a failed deployment was never promoted.</summary>
    private void StopOldCanaries()
    {
        bool IsOld(Allocation alloc) => alloc.DeploymentStatus?.Canary == true
            && (alloc.DeploymentID != input.Deployment?.ID || (input.DeploymentFailed && state is { Promoted: false }));
        foreach (var alloc in sets.Untainted.Where(IsOld))
            changes.Stop.Add(new StopAsk(alloc, AllocDesiredDescriptions.AllocNotNeededDueToJobUpdate));
        sets.Keep(alloc => !IsOld(alloc));
        foreach (var alloc in sets.Migrate.Where(IsOld))
            changes.Stop.Add(new StopAsk(alloc, AllocDesiredDescriptions.AllocNotNeededDueToJobUpdate));
        sets.Migrate.RemoveAll(IsOld);
        foreach (var alloc in sets.Lost.Where(IsOld))
            changes.Stop.Add(new StopAsk(alloc, AllocDesiredDescriptions.AllocIsLostSinceItsNodeIsDown, AllocClientStatus.Lost));
        sets.Lost.RemoveAll(IsOld);
    }

    private void SplitFailed()
    {
        foreach (var alloc in sets.Untainted)
        {
            if (alloc.ClientStatus != AllocClientStatus.Failed)
                continue;
            if (alloc.DesiredTransition.ForceReschedule == true)
            {
                failedNow.Add(alloc);
                continue;
            }
            // While its deployment runs the watcher decides; it marks what may be tried again.
            if (!input.Batch && input.DeploymentActive && alloc.DeploymentID == input.Deployment!.ID && alloc.DesiredTransition.Reschedule != true)
            {
                unreplaced |= Reschedules.Due(alloc, group, input.Now) is not null;
                continue;
            }
            if (input.DeploymentFailed && alloc.DeploymentID == input.Deployment!.ID)
                continue;
            if (Reschedules.Due(alloc, group, input.Now) is not { } due)
                continue;
            if (due <= input.Now + DueSlack || alloc.FollowupEvalID == input.EvalID)
                failedNow.Add(alloc);
            // One whose evaluation is over and who is not due, by the clock of another leader perhaps, is asked for again.
            else if (alloc.FollowupEvalID.Length == 0 || !input.IsOpen(alloc.FollowupEvalID))
            {
                later++;
                changes.Delayed.Add(new DelayedAsk(alloc, due, Disconnect: false));
            }
        }
        if (failedNow.Count == 0)
            return;
        var failed = IdsOf(failedNow);
        sets.Keep(alloc => !failed.Contains(alloc.ID));
    }

    private void FindCanaries()
    {
        canarying = state is { DesiredCanaries: > 0, Promoted: false } && !input.DeploymentFailed;
        if (!canarying)
            return;
        canaries.AddRange(sets.Untainted.Where(IsCanary));
        sets.Keep(alloc => !IsCanary(alloc));
    }

    private bool IsCanary(Allocation alloc) => alloc.DeploymentStatus?.Canary == true && alloc.DeploymentID == input.Deployment?.ID;

    private void ClaimNames()
    {
        foreach (var alloc in sets.Untainted.Concat(sets.Migrate).Concat(sets.Lost).Concat(failedNow).Concat(sets.Disconnecting).Concat(sets.Held))
            names.Claim(alloc.Name);
    }

    private bool Counts(Allocation alloc) => !(alloc.ClientStatus == AllocClientStatus.Unknown && sets.ReplaceUnknown);

    private void StopExcess()
    {
        foreach (var alloc in sets.Lost)
            changes.Stop.Add(new StopAsk(alloc, AllocDesiredDescriptions.AllocIsLostSinceItsNodeIsDown, AllocClientStatus.Lost) { ReplaceAt = sets.HeldUntil(alloc) });
        var counted = sets.Untainted.FindAll(Counts);
        StopTwins(counted);
        var excess = counted.Count + sets.Migrate.Count + failedNow.Count - group.Count;
        if (excess <= 0)
            return;
        // The newer twin of a name is kept: that is the promoted canary or the replacement.
        var dropped = new HashSet<string>(StringComparer.Ordinal);
        foreach (var alloc in failedNow.Where(alloc => names.IsBeyond(alloc.Name)).OrderByDescending(alloc => AllocationName.IndexOf(alloc.Name))
            .Concat(sets.Migrate.OrderByDescending(alloc => AllocationName.IndexOf(alloc.Name)))
            .Concat(counted.OrderByDescending(alloc => AllocationName.IndexOf(alloc.Name)).ThenBy(alloc => alloc.CreateIndex)).Take(excess))
        {
            StopUnlessDone(alloc);
            names.Free(alloc.Name);
            dropped.Add(alloc.ID);
        }
        failedNow.RemoveAll(alloc => dropped.Contains(alloc.ID));
        sets.Migrate.RemoveAll(alloc => dropped.Contains(alloc.ID));
        sets.Keep(alloc => !dropped.Contains(alloc.ID));
    }

    /// <summary>Of several live allocations with one name all but the one of the newest version go, when enough are left.</summary>
    private void StopTwins(List<Allocation> counted)
    {
        var dropped = new HashSet<string>(StringComparer.Ordinal);
        foreach (var twins in counted.GroupBy(alloc => alloc.Name, StringComparer.Ordinal).Where(twins => twins.Skip(1).Any()))
            foreach (var alloc in twins.OrderByDescending(alloc => alloc.Job?.Version ?? 0)
                .ThenBy(alloc => AllocClientStatus.IsTerminal(alloc.ClientStatus)).ThenByDescending(alloc => alloc.CreateIndex).Skip(1))
            {
                StopUnlessDone(alloc);
                dropped.Add(alloc.ID);
            }
        if (dropped.Count == 0)
            return;
        sets.Keep(alloc => !dropped.Contains(alloc.ID));
        counted.RemoveAll(alloc => dropped.Contains(alloc.ID));
    }

    /// <summary>A failed allocation is stopped too, or it would be rescheduled later; one that completed has nothing left to stop.</summary>
    private void StopUnlessDone(Allocation alloc)
    {
        if (!AllocDesiredStatus.IsTerminal(alloc.DesiredStatus) && alloc.ClientStatus != AllocClientStatus.Complete)
            changes.Stop.Add(new StopAsk(alloc, AllocDesiredDescriptions.AllocNotNeededDueToJobUpdate));
    }

    private void Judge()
    {
        foreach (var alloc in sets.Untainted)
        {
            var kind = alloc.Job?.JobModifyIndex == job.JobModifyIndex || alloc.ClientStatus == AllocClientStatus.Unknown
                || (input.Batch && AllocClientStatus.IsTerminal(alloc.ClientStatus)) ? UpdateKind.Ignore : input.Judge(alloc, group);
            switch (kind)
            {
                case UpdateKind.Destructive:
                    destructive.Add(alloc);
                    break;
                case UpdateKind.InPlace:
                    inPlace++;
                    changes.InPlace.Add(alloc);
                    break;
                default:
                    ignored++;
                    break;
            }
        }
        ignored += canaries.Count;
    }

    private int CanariesWanted()
    {
        if (strategy is not { Canary: > 0 } || input.DeploymentPaused || input.DeploymentFailed || state is { Promoted: true }
            || (destructive.Count == 0 && !canarying))
            return 0;
        changes.DesiredCanaries = strategy.Canary;
        return Math.Max(0, strategy.Canary - canaries.Count(alloc => !AllocClientStatus.IsTerminal(alloc.ClientStatus)));
    }

    private void PlaceCanaries(int wanted)
    {
        var taken = canaries.Select(alloc => alloc.Name).ToHashSet(StringComparer.Ordinal);
        var replaced = new Queue<string>(destructive.Select(alloc => alloc.Name).Where(name => !taken.Contains(name)).OrderBy(AllocationName.IndexOf));
        for (var i = 0; i < wanted; i++)
            changes.Place.Add(new PlacementAsk { Name = names.NextCanary(replaced), Group = group, Job = job, Canary = true });
    }

    /// <summary>How many allocations may be replaced for an update now.</summary>
    private int Budget()
    {
        if (strategy is null)
            return int.MaxValue;
        if (canarying || input.DeploymentPaused || input.DeploymentFailed)
            return 0;
        var budget = strategy.MaxParallel;
        if (input.Deployment is null)
            return budget;
        foreach (var alloc in sets.Untainted.Where(alloc => alloc.DeploymentID == input.Deployment.ID))
        {
            if (alloc.DeploymentStatus?.Healthy == false)
                return 0;
            if (alloc.DeploymentStatus?.Healthy is null && !AllocClientStatus.IsTerminal(alloc.ClientStatus))
                budget--;
        }
        return Math.Max(0, budget);
    }

    /// <summary>Replacements of lost, failed and unreachable allocations, and what the count lacks. Returns how many of the update's budget went.</summary>
    private int PlaceMissing()
    {
        var room = group.Count - sets.Untainted.Count(Counts) - sets.Migrate.Count(alloc => alloc.DesiredTransition.MigrateDisablePlacement != true);
        foreach (var alloc in failedNow)
            if (room-- > 0)
                changes.Place.Add(Unlike(Successor(alloc)) with { Reschedule = true });
        foreach (var alloc in sets.Disconnecting)
        {
            changes.Delayed.Add(new DelayedAsk(alloc, group.LostAfter() is var wait && wait > TimeSpan.Zero ? input.Now + wait : null, Disconnect: true));
            if (room-- > 0 && sets.ReplaceUnknown)
                changes.Place.Add(Unlike(Successor(alloc)));
        }
        room -= sets.Held.Count;
        foreach (var alloc in sets.Lost)
            if (room > 0 && Taken.Add(alloc.Name))
            {
                room--;
                if (sets.HeldUntil(alloc) is null)
                    changes.Place.Add(Successor(alloc));
            }
        if (input.DeploymentPaused || input.DeploymentFailed)
            return 0;
        var placed = 0;
        var older = canarying && room > 0 ? sets.Untainted.Find(alloc => alloc.Job is not null && alloc.Job.Version < job.Version) : null;
        for (; room > 0; room--, placed++)
            changes.Place.Add(older is null ? new PlacementAsk { Name = names.Next(), Group = group, Job = job } : OlderVersion(names.Next(), older));
        return placed;
    }

    /// <summary>Names of what stays and of what replaces something. The others that are placed get names that nobody has.</summary>
    private HashSet<string> Taken => taken ??= sets.Untainted.Where(Counts).Select(alloc => alloc.Name).ToHashSet(StringComparer.Ordinal);

    /// <summary>Two with one name may have failed, or one beside a live twin: only one of them hands its name on.</summary>
    private PlacementAsk Unlike(PlacementAsk ask) => ask.Canary || Taken.Add(ask.Name) ? ask : ask with { Name = names.Next() };

    private static HashSet<string> IdsOf(IEnumerable<Allocation> allocations) => allocations.Select(alloc => alloc.ID).ToHashSet(StringComparer.Ordinal);

    /// <summary>While canaries wait, what is replaced keeps its version.</summary>
    private PlacementAsk Successor(Allocation alloc)
    {
        var ask = new PlacementAsk { Name = alloc.Name, Group = group, Job = job, Previous = alloc, Canary = IsCanary(alloc) && canarying };
        return canarying && !ask.Canary && alloc.Job is not null && alloc.Job.Version < job.Version ? OlderVersion(alloc.Name, alloc) with { Previous = alloc } : ask;
    }

    private PlacementAsk OlderVersion(string name, Allocation like) =>
        like.Job!.TaskGroups.OrEmpty().FirstOrDefault(own => own.Name == group.Name) is { } older
            ? new PlacementAsk { Name = name, Group = older, Job = like.Job, Downgrade = true }
            : new PlacementAsk { Name = name, Group = group, Job = job };

    private void Migrate()
    {
        foreach (var alloc in sets.Migrate)
        {
            changes.Stop.Add(new StopAsk(alloc, AllocDesiredDescriptions.AllocIsBeingMigrated));
            if (alloc.DesiredTransition.MigrateDisablePlacement != true)
                changes.Place.Add(Unlike(Successor(alloc)));
        }
    }

    private void Replace(int budget)
    {
        foreach (var alloc in destructive.OrderBy(alloc => AllocationName.IndexOf(alloc.Name)).Take(budget))
            changes.Place.Add(new PlacementAsk { Name = alloc.Name, Group = group, Job = job, Previous = alloc, Destructive = true });
    }

    private void Describe()
    {
        var replaced = changes.Place.Count(ask => ask.Destructive);
        var placedCanaries = changes.Place.Count(ask => ask.Canary && ask.Previous is null);
        var migrated = sets.Migrate.Count;
        var migrating = IdsOf(sets.Migrate);
        changes.Desired = new DesiredUpdates
        {
            Ignore = (ulong)(ignored + destructive.Count - replaced),
            Place = (ulong)(changes.Place.Count - replaced - placedCanaries - changes.Place.Count(ask => ask.Previous is not null && migrating.Contains(ask.Previous.ID))),
            Canary = (ulong)placedCanaries,
            DestructiveUpdate = (ulong)replaced,
            InPlaceUpdate = (ulong)inPlace,
            Migrate = (ulong)migrated,
            Stop = (ulong)(changes.Stop.Count - migrated),
            Reconnect = (ulong)changes.Reconnected.Count,
            Disconnect = (ulong)sets.Disconnecting.Count,
            RescheduleNow = (ulong)failedNow.Count,
            RescheduleLater = (ulong)later,
        };
        // Were the deployment over while one of its failed ones waits for the watcher's word, nobody would replace that one.
        var pending = unreplaced || sets.Held.Count > 0 || changes.Place.Count > 0 || destructive.Count > 0 || sets.Migrate.Count > 0;
        changes.DeploymentComplete = state is null
            || (!pending && state.HealthyAllocs >= Math.Max(state.DesiredTotal, state.DesiredCanaries) && (state.DesiredCanaries == 0 || state.Promoted));
        if (strategy is null || state is not null)
            return;
        changes.NewState = new DeploymentState
        {
            AutoRevert = strategy.AutoRevert, AutoPromote = strategy.AutoPromote, ProgressDeadline = strategy.ProgressDeadline,
            DesiredTotal = group.Count, DesiredCanaries = changes.DesiredCanaries,
        };
        var ran = all.Any(alloc => alloc.Job is not null && alloc.Job.Version == job.Version && alloc.Job.CreateIndex == job.CreateIndex);
        changes.WantsDeployment = group.Count > 0 && (destructive.Count > 0 || inPlace > 0 || !ran);
    }
}
