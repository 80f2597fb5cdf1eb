using System.Globalization;

namespace Nomad.Configuration.Settings;

/// <summary>Durations as configuration files write them: <c>1h30m</c>, <c>250ms</c>, <c>0</c>.</summary>
public static class DurationNotation
{
    private static readonly (string Unit, decimal Ticks)[] Units =
        [("ns", 0.01m), ("us", 10), ("µs", 10), ("ms", 10_000), ("s", 10_000_000), ("m", 600_000_000), ("h", 36_000_000_000)];

    public static bool TryRead(string text, out TimeSpan duration)
    {
        duration = default;
        var rest = text.AsSpan();
        var negative = rest is ['-', ..];
        rest = rest is ['-' or '+', ..] ? rest[1..] : rest;
        if (rest.Length is 0 or > 40)
        {
            return false;
        }

        var ticks = 0m;
        while (rest.Length > 0 && rest is not "0")
        {
            var digits = rest.IndexOfAnyExcept("0123456789.");
            if (digits <= 0 || !decimal.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount))
            {
                return false;
            }

            rest = rest[digits..];
            var end = rest.IndexOfAny("0123456789.");
            var unit = (end < 0 ? rest : rest[..end]).ToString();
            var factor = Units.FirstOrDefault(known => known.Unit == unit).Ticks;
            ticks += factor == 0 || amount > 1e15m ? decimal.MaxValue / 4 : amount * factor;
            if (ticks > long.MaxValue)
            {
                return false;
            }

            rest = rest[unit.Length..];
        }

        duration = TimeSpan.FromTicks((long)(negative ? -ticks : ticks));
        return true;
    }

    /// <summary>The shortest form in hours, minutes, seconds.</summary>
    public static string Write(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero)
        {
            return "0s";
        }

        var sign = duration < TimeSpan.Zero ? "-" : "";
        var size = duration.Duration();
        if (size < TimeSpan.FromSeconds(1))
        {
            return string.Create(CultureInfo.InvariantCulture, $"{sign}{size.TotalMilliseconds:0.####}ms");
        }

        var hours = (long)size.TotalHours;
        var seconds = (size - TimeSpan.FromHours(hours) - TimeSpan.FromMinutes(size.Minutes)).TotalSeconds;
        return sign + (hours > 0 ? $"{hours}h" : "") + (hours > 0 || size.Minutes > 0 ? $"{size.Minutes}m" : "")
            + string.Create(CultureInfo.InvariantCulture, $"{seconds:0.#######}s");
    }
}
