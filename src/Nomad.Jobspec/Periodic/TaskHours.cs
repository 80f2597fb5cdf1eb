using Nomad.Model.Jobs;

namespace Nomad.Jobspec.Periodic;

/// <summary>
/// The hours of a task with a schedule: from each start of the cron text to the first end (minute and hour of the day) after it, by the
/// clocks of its time zone. A start within open hours changes nothing. Immutable; a pure function of the time given.
/// </summary>
public sealed class TaskHours
{
    // Ends come every day, but one a year may fall into the hour that a spring change skips.
    private static readonly TimeSpan[] LookBacks = [TimeSpan.FromHours(2), TimeSpan.FromHours(26), TimeSpan.FromHours(74)];

    private static readonly TimeSpan Moment = TimeSpan.FromTicks(1);

    private readonly CronExpression start;
    private readonly CronExpression end;
    private readonly TimeZoneInfo zone;

    private TaskHours(CronExpression start, CronExpression end, TimeZoneInfo zone) => (this.start, this.end, this.zone) = (start, end, zone);

    /// <summary>Null when the task has no hours, or none that can be read: admission refuses those.</summary>
    public static TaskHours? Of(TaskSchedule? schedule)
    {
        if (schedule?.Cron is not { } cron || !CronExpression.TryParse(cron.Start, out var start) || !CronExpression.TryParse(Daily(cron.End), out var end))
            return null;
        return new TaskHours(start!, end!, Zone(cron.Timezone));
    }

    /// <summary>An end's text, minute and hour, as a cron text.</summary>
    public static string Daily(string end) => end + " * * *";

    /// <summary>Whether the task may run at <paramref name="now"/>, and when that changes next; null = never again.</summary>
    public (bool Open, DateTimeOffset? Until) At(DateTimeOffset now)
    {
        // Open when a start came after the last end. Without an end in sight the schedule is younger than its first one.
        var since = LatestEnd(now) ?? now - LookBacks[^1];
        var open = start.Next(since - Moment, zone) is { } began && began <= now;
        return (open, open ? end.Next(now, zone) : start.Next(now, zone));
    }

    private DateTimeOffset? LatestEnd(DateTimeOffset now)
    {
        foreach (var back in LookBacks)
        {
            if (end.Next(now - back, zone) is not { } latest || latest > now)
                continue;
            while (end.Next(latest, zone) is { } later && later <= now)
                latest = later;
            return latest;
        }
        return null;
    }

    private static TimeZoneInfo Zone(string name) => name == "Local" ? TimeZoneInfo.Local
        : name.Length > 0 && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : TimeZoneInfo.Utc;
}
