namespace Nomad.Jobspec.Periodic;

/// <summary>
/// When a periodic job starts: 5 fields (minute hour day month weekday), 6 (a year behind) or 7 (seconds before, year behind),
/// or <c>@hourly @daily @weekly @monthly @yearly @annually</c>. Immutable; a pure function of the time given.
/// </summary>
public sealed class CronExpression
{
    /// <summary>Longer texts are refused.</summary>
    public const int MaxLength = 1024;

    private readonly int[] _seconds;
    private readonly int[] _minutes;
    private readonly SortedSet<int> _hours;
    private readonly SortedSet<int> _months;
    private readonly SortedSet<int>? _years;
    private readonly CronDays _days;

    private CronExpression(string[] fields)
    {
        _seconds = [.. CronField.Second.Read(fields[0])];
        _minutes = [.. CronField.Minute.Read(fields[1])];
        _hours = CronField.Hour.Read(fields[2]);
        _days = new CronDays(fields[3], fields[5]);
        _months = CronField.Month.Read(fields[4]);
        _years = fields[6] is "*" or "?" ? null : CronField.Year.Read(fields[6]);
    }

    /// <summary>Throws <see cref="FormatException"/> saying which part is wrong.</summary>
    public static CronExpression Parse(string text)
    {
        if (text.Length > MaxLength)
            throw new FormatException($"a cron expression has at most {MaxLength} characters");
        var plain = text.Trim().ToLowerInvariant() switch
        {
            "@yearly" or "@annually" => "0 0 1 1 *",
            "@monthly" => "0 0 1 * *",
            "@weekly" => "0 0 * * 0",
            "@daily" => "0 0 * * *",
            "@hourly" => "0 * * * *",
            _ => text,
        };
        var fields = plain.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return fields.Length switch
        {
            5 => new(["0", .. fields, "*"]),
            6 => new(["0", .. fields]),
            7 => new(fields),
            _ => throw new FormatException($"a cron expression has 5, 6 or 7 fields, not {fields.Length}"),
        };
    }

    public static bool TryParse(string text, out CronExpression? expression)
    {
        try
        {
            expression = Parse(text);
            return true;
        }
        catch (FormatException)
        {
            expression = null;
            return false;
        }
    }

    /// <summary>The first start after <paramref name="after"/>, in the zone offset of that time; null when there is none.</summary>
    public DateTimeOffset? Next(DateTimeOffset after) => Next(after, TimeZoneInfo.CreateCustomTimeZone("fixed", after.Offset, "fixed", "fixed"));

    /// <summary>
    /// The first start after <paramref name="after"/> by the clocks of <paramref name="zone"/>. A time that a spring change
    /// skips does not start; a time that an autumn change shows twice starts the first time only.
    /// </summary>
    public DateTimeOffset? Next(DateTimeOffset after, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(after, zone).DateTime;
        for (var date = local.Date; date.Year <= Math.Min(CronField.Year.Maximum, local.Year + 100); date = NextDate(date))
        {
            if (!DateMatches(date))
                continue;
            foreach (var time in Times(date))
            {
                // What the clock shows later than now may have been shown already; what it has passed was.
                if (time >= local && FirstShown(time, zone) is { } start && start > after)
                    return start;
            }
        }

        return null;
    }

    /// <summary>
    /// When the clocks of a zone first show a time; null when they skip it. Asked by moments: for local times the zones that change their standard time as
    /// well, or have it in winter only, are answered wrongly.
    /// </summary>
    private static DateTimeOffset? FirstShown(DateTime local, TimeZoneInfo zone)
    {
        var about = new DateTimeOffset(local, TimeSpan.Zero);
        var (before, after) = (zone.GetUtcOffset(about.AddDays(-1)), zone.GetUtcOffset(about.AddDays(1)));
        var first = new DateTimeOffset(local, before > after ? before : after);
        if (zone.GetUtcOffset(first) == first.Offset)
            return first;
        var second = new DateTimeOffset(local, before > after ? after : before);
        return zone.GetUtcOffset(second) == second.Offset ? second : null;
    }

    private bool DateMatches(DateTime date) => (_years is null || _years.Contains(date.Year)) && _months.Contains(date.Month)
        && _days.Matches(date.Year, date.Month, date.Day);

    private DateTime NextDate(DateTime date) => _years is not null && !_years.Contains(date.Year)
        ? new DateTime(date.Year + 1, 1, 1, 0, 0, 0, DateTimeKind.Unspecified)
        : date.AddDays(1);

    private IEnumerable<DateTime> Times(DateTime date) =>
        from hour in _hours
        from minute in _minutes
        from second in _seconds
        select DateTime.SpecifyKind(date, DateTimeKind.Unspecified).Add(new TimeSpan(hour, minute, second));
}
