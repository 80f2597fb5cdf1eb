using System.Globalization;

namespace Nomad.Cli.Output;

/// <summary>Times as people read them (spec cli §1.4).</summary>
public static class TimeText
{
    private static readonly (long Seconds, string Unit)[] Units =
        [(12 * 30 * 86400L, "y"), (30 * 86400L, "mo"), (86400L, "d"), (3600L, "h"), (60L, "m"), (1L, "s")];

    /// <summary>The two largest units: <c>3m12s ago</c>, <c>1mo2d from now</c>.</summary>
    public static string Relative(DateTimeOffset time, DateTimeOffset now)
    {
        var difference = now - time;
        var text = Rough(difference.Duration());
        return difference < TimeSpan.Zero ? text + " from now" : text + " ago";
    }

    /// <summary>Local time with offset; "" for no time.</summary>
    public static string Absolute(DateTimeOffset time) =>
        time <= DateTimeOffset.UnixEpoch ? "" : Rfc3339(time.ToLocalTime());

    /// <summary>A task's time: RFC 3339, <c>N/A</c> for none.</summary>
    public static string OfTask(DateTimeOffset time) => time <= DateTimeOffset.UnixEpoch ? "N/A" : Rfc3339(time);

    /// <summary>Nanoseconds since 1970, as the API sends times.</summary>
    public static DateTimeOffset FromUnixNanoseconds(long nanoseconds) => DateTimeOffset.UnixEpoch.AddTicks(nanoseconds / 100);

    /// <summary>Verbose: absolute; else relative to <paramref name="now"/>.</summary>
    public static string Of(long unixNanoseconds, DateTimeOffset now, bool verbose)
    {
        var time = FromUnixNanoseconds(unixNanoseconds);
        return verbose ? Absolute(time) : Relative(time, now);
    }

    private static string Rfc3339(DateTimeOffset time) =>
        time.Offset == TimeSpan.Zero
            ? time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
            : time.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    private static string Rough(TimeSpan span)
    {
        var seconds = (long)span.TotalSeconds;
        var parts = new List<string>(2);
        foreach (var (size, unit) in Units)
        {
            if (parts.Count == 2 || seconds < size)
                continue;
            parts.Add((seconds / size).ToString(CultureInfo.InvariantCulture) + unit);
            seconds %= size;
        }
        return parts.Count == 0 ? "0s" : string.Concat(parts);
    }
}
