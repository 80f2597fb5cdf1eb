using Nomad.Jobspec.Periodic;

namespace Nomad.Jobspec.Tests;

/// <summary>
/// Schedules in every time zone that the machine knows, around every change of its clocks: each local time that is shown starts once, the first time it is
/// shown; one that is skipped does not start.
/// </summary>
public sealed class CronOverTheWorldTests
{
    private static readonly DateTimeOffset First = new(2023, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Last = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Every_local_time_starts_once_and_in_order_whatever_the_clocks_do()
    {
        var changes = 0;
        var wrong = new List<string>();
        // Many names are of one zone.
        foreach (var zone in TimeZoneInfo.GetSystemTimeZones().DistinctBy(Offsets))
        {
            foreach (var change in Changes(zone))
            {
                changes++;
                foreach (var spec in (string[])["*/15 * * * *", "30 2 * * *", "0 * * * *"])
                {
                    var (from, to) = (change.AddHours(-30), change.AddHours(30));
                    var (expected, found) = (Shown(spec, zone, from, to), Found(spec, zone, from, to));
                    if (!expected.SequenceEqual(found))
                        wrong.Add($"{zone.Id} at {change:O}, {spec}: not [{string.Join(", ", expected.Except(found))}] but [{string.Join(", ", found.Except(expected))}]");
                }
            }
        }
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {changes} changes:\n" + string.Join("\n", wrong.Take(20)));
        Assert.True(changes > 50, $"only {changes} changes of clocks in all zones");
    }

    private static List<DateTimeOffset> Found(string spec, TimeZoneInfo zone, DateTimeOffset from, DateTimeOffset to)
    {
        var cron = CronExpression.Parse(spec);
        var found = new List<DateTimeOffset>();
        for (var at = cron.Next(from, zone); at <= to; at = cron.Next(at.Value, zone))
            found.Add(at.Value.ToUniversalTime());
        return found;
    }

    // What clocks on the wall show, minute by minute.
    private static List<DateTimeOffset> Shown(string spec, TimeZoneInfo zone, DateTimeOffset from, DateTimeOffset to)
    {
        var shown = new HashSet<DateTime>();
        var starts = new List<DateTimeOffset>();
        for (var at = from.AddHours(-6); at <= to; at = at.AddMinutes(1))
        {
            var local = at.UtcDateTime + zone.GetUtcOffset(at);
            var matches = spec switch { "0 * * * *" => local.Minute == 0, "30 2 * * *" => local is { Hour: 2, Minute: 30 }, _ => local.Minute % 15 == 0 };
            if (matches && shown.Add(local) && at > from)
                starts.Add(at);
        }
        return starts;
    }

    // To the minute: some zones change at half hours.
    private static IEnumerable<DateTimeOffset> Changes(TimeZoneInfo zone)
    {
        for (var day = First; day < Last; day = day.AddDays(1))
            if (zone.GetUtcOffset(day) != zone.GetUtcOffset(day.AddDays(1)))
                yield return Enumerable.Range(1, 24 * 60).Select(minutes => day.AddMinutes(minutes)).First(at => zone.GetUtcOffset(at) != zone.GetUtcOffset(day));
    }

    private static string Offsets(TimeZoneInfo zone)
    {
        var offsets = new List<string>();
        for (var at = First.AddHours(1); at < Last; at = at.AddDays(2))
            offsets.Add(zone.GetUtcOffset(at).TotalMinutes.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return string.Join(' ', offsets);
    }
}
