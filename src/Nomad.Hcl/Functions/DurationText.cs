using System.Globalization;

namespace Nomad.Hcl.Functions;

/// <summary>Durations as Go writes them: <c>1h30m</c>, <c>-1.5s</c>, <c>250ms</c>.</summary>
internal static class DurationText
{
    public static bool TryRead(ReadOnlySpan<char> text, out decimal nanoseconds)
    {
        nanoseconds = 0;
        var negative = text is ['-', ..];
        var rest = text is ['-' or '+', ..] ? text[1..] : text;
        if (rest.Length is 0 or > 64)
        {
            return false;
        }

        if (rest is "0")
        {
            return true;
        }

        while (rest.Length > 0)
        {
            var digits = 0;
            while (digits < rest.Length && (char.IsAsciiDigit(rest[digits]) || rest[digits] == '.'))
            {
                digits++;
            }

            var unit = digits;
            while (unit < rest.Length && !char.IsAsciiDigit(rest[unit]) && rest[unit] != '.')
            {
                unit++;
            }

            if (Factor(rest[digits..unit]) is not { } factor
                || !decimal.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
                || amount * factor > long.MaxValue)
            {
                return false;
            }

            nanoseconds += amount * factor;
            if (nanoseconds > long.MaxValue)
            {
                return false;
            }

            rest = rest[unit..];
        }

        nanoseconds = decimal.Truncate(negative ? -nanoseconds : nanoseconds);
        return true;
    }

    private static decimal? Factor(ReadOnlySpan<char> unit) => unit switch
    {
        "ns" => 1,
        "us" or "µs" or "μs" => 1_000,
        "ms" => 1_000_000,
        "s" => 1_000_000_000,
        "m" => 60_000_000_000,
        "h" => 3_600_000_000_000,
        _ => null,
    };
}
