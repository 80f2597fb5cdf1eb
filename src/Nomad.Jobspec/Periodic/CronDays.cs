using System.Globalization;

namespace Nomad.Jobspec.Periodic;

/// <summary>Which days of a month match: by number, by weekday, and by <c>L</c>, <c>W</c> and <c>#</c>.</summary>
internal sealed class CronDays
{
    private readonly bool _anyDay;
    private readonly bool _anyWeekday;
    private readonly SortedSet<int> _days = [];
    private readonly SortedSet<int> _weekdays = [];
    private readonly List<int> _workdays = [];
    private readonly List<int> _lastWeekdays = [];
    private readonly List<(int Weekday, int Count)> _counted = [];
    private bool _lastDay;
    private bool _lastWorkday;

    public CronDays(string days, string weekdays)
    {
        _anyDay = days is "*" or "?";
        _anyWeekday = weekdays is "*" or "?";
        foreach (var part in days.Split(','))
            ReadDay(part);
        foreach (var part in weekdays.Split(','))
            ReadWeekday(part);
    }

    /// <summary>Both fields restricted: either may match, as cron always did.</summary>
    public bool Matches(int year, int month, int day)
    {
        if (_anyDay && _anyWeekday)
            return true;
        return (!_anyDay && DayMatches(year, month, day)) || (!_anyWeekday && WeekdayMatches(year, month, day));
    }

    private static int Weekday(int year, int month, int day) => (int)new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Unspecified).DayOfWeek;

    private bool DayMatches(int year, int month, int day)
    {
        var last = DateTime.DaysInMonth(year, month);
        return _days.Contains(day) || (_lastDay && day == last) || (_lastWorkday && day == Workday(year, month, last))
            || _workdays.Any(wanted => wanted <= last && day == Workday(year, month, wanted));
    }

    private bool WeekdayMatches(int year, int month, int day)
    {
        var weekday = Weekday(year, month, day);
        return _weekdays.Contains(weekday)
            || (_lastWeekdays.Contains(weekday) && day + 7 > DateTime.DaysInMonth(year, month))
            || _counted.Contains((weekday, (day + 6) / 7));
    }

    /// <summary>The day from Monday to Friday nearest to the day, within the month.</summary>
    private static int Workday(int year, int month, int day) => Weekday(year, month, day) switch
    {
        6 => day == 1 ? 3 : day - 1,
        0 => day == DateTime.DaysInMonth(year, month) ? day - 2 : day + 1,
        _ => day,
    };

    private void ReadDay(string part)
    {
        if (part.Equals("L", StringComparison.OrdinalIgnoreCase))
            _lastDay = true;
        else if (part.Equals("LW", StringComparison.OrdinalIgnoreCase))
            _lastWorkday = true;
        else if (part.EndsWith('W') || part.EndsWith('w'))
            _workdays.Add(CronField.Day.Value(part[..^1]));
        else
            _days.UnionWith(CronField.Day.Read(part));
    }

    private void ReadWeekday(string part)
    {
        var hash = part.IndexOf('#');
        if (hash > 0)
        {
            if (!int.TryParse(part[(hash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count is < 1 or > 5)
                throw new FormatException($"\"{part}\" needs a number from 1 to 5 after the #");
            _counted.Add((CronField.Weekday.Value(part[..hash]) % 7, count));
        }
        else if (part.Length > 1 && part[^1] is 'L' or 'l' && part.Length is 2 or 4)
            _lastWeekdays.Add(CronField.Weekday.Value(part[..^1]) % 7);
        else if (part is "L" or "l")
            _weekdays.Add(6);
        else
            _weekdays.UnionWith(CronField.Weekday.Read(part).Select(day => day % 7));
    }
}
