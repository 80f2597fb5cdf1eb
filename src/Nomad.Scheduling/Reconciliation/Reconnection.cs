namespace Nomad.Scheduling.Reconciliation;

/// <summary>A client is back with allocations that were replaced meanwhile: of each pair one stays, by the group's <c>disconnect</c> strategy.</summary>
internal static class Reconnection
{
    /// <summary>Moves what stays to the untainted ones, stops the other of each pair.</summary>
    public static void Settle(AllocSets sets, TaskGroup group, GroupChanges changes)
    {
        if (sets.Reconnecting.Count == 0)
            return;
        // One that is out of contact itself is no reason to stop another: of the two it is chosen when it is back.
        var inPlace = sets.Untainted.Where(own => !AllocClientStatus.IsTerminal(own.ClientStatus) && own.ClientStatus != AllocClientStatus.Unknown)
            .GroupBy(own => own.Name, StringComparer.Ordinal).ToDictionary(twins => twins.Key, twins => twins.ToList(), StringComparer.Ordinal);
        var gone = new HashSet<string>(StringComparer.Ordinal);
        foreach (var alloc in sets.Reconnecting)
        {
            if (!inPlace.TryGetValue(alloc.Name, out var twins))
                inPlace.Add(alloc.Name, twins = []);
            if (!twins.TrueForAll(twin => Stays(group, alloc, twin)))
            {
                Stop(alloc);
                continue;
            }
            twins.ForEach(Stop);
            twins.Clear();
            twins.Add(alloc);
        }
        sets.Keep(alloc => !gone.Contains(alloc.ID));
        foreach (var alloc in sets.Reconnecting.Where(own => !gone.Contains(own.ID)))
        {
            changes.Reconnected.Add(alloc);
            sets.Untainted.Add(alloc);
        }

        void Stop(Allocation alloc)
        {
            changes.Stop.Add(new StopAsk(alloc, AllocDesiredDescriptions.AllocNotNeededDueToDisconnectedClientReconnect));
            gone.Add(alloc.ID);
        }
    }

    // Of two versions the newer is wanted. Which of two alike was there first does not depend on which of them is back now: the replacement may have been
    // away later.
    private static bool Stays(TaskGroup group, Allocation alloc, Allocation twin)
    {
        var (version, other) = (alloc.Job?.Version, twin.Job?.Version);
        if (version is not null && other is not null && version != other)
            return version > other;
        return alloc.CreateIndex <= twin.CreateIndex ? KeepsOriginal(group, alloc, twin) : !KeepsOriginal(group, twin, alloc);
    }

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
