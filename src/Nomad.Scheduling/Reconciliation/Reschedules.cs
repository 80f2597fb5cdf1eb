namespace Nomad.Scheduling.Reconciliation;

/// <summary>Whether, when and with what history a failed allocation is placed anew.</summary>
internal static class Reschedules
{
    /// <summary>Old events kept by unlimited policies.</summary>
    private const int KeptEvents = 5;

    private const string Placed = "ok";
    private const string Unplaced = "no";

    /// <summary>When the allocation may be replaced; null when its policy is used up or it did not fail.</summary>
    public static DateTimeOffset? Due(Allocation alloc, TaskGroup group, DateTimeOffset now)
    {
        if (group.ReschedulePolicy is not { } policy || alloc.ClientStatus != AllocClientStatus.Failed)
            return null;
        var failed = FailedAt(alloc, now);
        if (!policy.Unlimited)
        {
            if (policy.Attempts <= 0 || policy.Interval.Nanoseconds <= 0)
                return null;
            var since = Nanoseconds(failed) - policy.Interval.Nanoseconds;
            if (Events(alloc).Count(own => own.RescheduleTime >= since) >= policy.Attempts)
                return null;
        }
        return failed + Delay(alloc, policy, failed).ToTimeSpan();
    }

    /// <summary>The next delay by the policy's function and what came before.</summary>
    public static Duration Delay(Allocation alloc, ReschedulePolicy policy, DateTimeOffset failed)
    {
        var events = Events(alloc);
        if (events.Count == 0)
            return policy.Delay;
        var last = events[^1].Delay.Nanoseconds;
        var next = policy.DelayFunction switch
        {
            DelayFunctions.Exponential => last * 2,
            DelayFunctions.Fibonacci when events.Count > 1 => last + events[^2].Delay.Nanoseconds,
            _ => policy.DelayFunction == DelayFunctions.Fibonacci ? last : policy.Delay.Nanoseconds,
        };
        if (policy.DelayFunction == DelayFunctions.Constant || policy.MaxDelay.Nanoseconds <= 0 || next <= policy.MaxDelay.Nanoseconds)
            return new Duration(next);
        // After a calm longer than the longest delay the history no longer counts.
        return Nanoseconds(failed) - events[^1].RescheduleTime > policy.MaxDelay.Nanoseconds ? policy.Delay : policy.MaxDelay;
    }

    public static RescheduleTracker Track(Allocation previous, TaskGroup group, DateTimeOffset now)
    {
        var policy = group.ReschedulePolicy ?? new ReschedulePolicy();
        var old = Events(previous);
        var since = Nanoseconds(now) - policy.Interval.Nanoseconds;
        var kept = policy.Attempts > 0 && !policy.Unlimited ? old.Where(own => own.RescheduleTime >= since) : old.TakeLast(KeptEvents);
        return new RescheduleTracker
        {
            LastReschedule = Placed,
            Events =
            [
                .. kept,
                new RescheduleEvent
                {
                    RescheduleTime = Nanoseconds(now), PrevAllocID = previous.ID, PrevNodeID = previous.NodeID,
                    Delay = Delay(previous, policy, FailedAt(previous, now)),
                },
            ],
        };
    }

    /// <summary>The allocation as it shows that no place was found for its successor; null when it shows that already.</summary>
    public static Allocation? Marked(Allocation failed) => failed.RescheduleTracker?.LastReschedule == Unplaced ? null
        : failed with { RescheduleTracker = (failed.RescheduleTracker ?? new RescheduleTracker()) with { LastReschedule = Unplaced } };

    public static DateTimeOffset FailedAt(Allocation alloc, DateTimeOffset now)
    {
        var last = DateTimeOffset.MinValue;
        foreach (var task in alloc.TaskStates.OrEmpty().Values)
            if (task.FinishedAt > last)
                last = task.FinishedAt;
        if (last > DateTimeOffset.UnixEpoch)
            return last;
        return alloc.ModifyTime > 0 ? DateTimeOffset.UnixEpoch.AddTicks(alloc.ModifyTime / TimeSpan.NanosecondsPerTick) : now;
    }

    private static IReadOnlyList<RescheduleEvent> Events(Allocation alloc) => (alloc.RescheduleTracker?.Events).OrEmpty();

    private static long Nanoseconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
}
