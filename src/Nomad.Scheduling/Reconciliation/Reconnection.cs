namespace Nomad.Scheduling.Reconciliation;

/// <summary>A client is back with allocations that were replaced meanwhile: of each pair one stays, by the group's <c>disconnect</c> strategy.</summary>
internal static class Reconnection
{
    /// <summary>Moves what stays to the untainted ones, stops the other of each pair.</summary>
    public static void Settle(AllocSets sets, TaskGroup group, Job job, GroupChanges changes)
    {
        if (sets.Reconnecting.Count == 0)
            return;
        var byName = sets.Untainted.Where(own => !AllocClientStatus.IsTerminal(own.ClientStatus)).ToLookup(own => own.Name, StringComparer.Ordinal);
        var gone = new HashSet<string>(StringComparer.Ordinal);
        foreach (var alloc in sets.Reconnecting)
        {
            var twins = byName[alloc.Name].Where(own => own.ID != alloc.ID && !gone.Contains(own.ID)).ToList();
            // Of two versions the newer is wanted; two that are outdated alike are a matter of the strategy.
            var outdated = alloc.Job is { } own && own.Version < job.Version && twins.Exists(twin => twin.Job?.Version > own.Version);
            if (twins.Count == 0 || (!outdated && Stays(group, alloc, twins[0])))
            {
                changes.Reconnected.Add(alloc);
                sets.Untainted.Add(alloc);
                foreach (var twin in twins)
                {
                    changes.Stop.Add(new StopAsk(twin, AllocDesiredDescriptions.AllocNotNeededDueToDisconnectedClientReconnect));
                    gone.Add(twin.ID);
                }
            }
            else
            {
                changes.Stop.Add(new StopAsk(alloc, AllocDesiredDescriptions.AllocNotNeededDueToDisconnectedClientReconnect));
            }
        }
        sets.Keep(alloc => !gone.Contains(alloc.ID));
    }

    // Which of two was there first does not depend on which of them is back now: the replacement may have been away later.
    private static bool Stays(TaskGroup group, Allocation alloc, Allocation twin) =>
        alloc.CreateIndex <= twin.CreateIndex ? KeepsOriginal(group, alloc, twin) : !KeepsOriginal(group, twin, alloc);

    private static bool KeepsOriginal(TaskGroup group, Allocation original, Allocation replacement) => group.Disconnect?.Reconcile switch
    {
        ReconcileStrategies.KeepOriginal => true,
        ReconcileStrategies.KeepReplacement => false,
        ReconcileStrategies.LongestRunning => Started(original) <= Started(replacement),
        _ => replacement.ClientStatus != AllocClientStatus.Running || Score(replacement) <= Score(original),
    };

    private static DateTimeOffset Started(Allocation alloc) => alloc.TaskStates.OrEmpty().Values
        .Select(task => task.StartedAt).Where(time => time > DateTimeOffset.UnixEpoch).DefaultIfEmpty(DateTimeOffset.MaxValue).Min();

    private static double Score(Allocation alloc) => (alloc.Metrics?.ScoreMetaData).OrEmpty()
        .Where(own => own.NodeID == alloc.NodeID).Select(own => own.NormScore).DefaultIfEmpty(0).Max();
}
