using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using Nomad.Model.Json;

namespace Nomad.Model;

/// <summary>
/// A span of time in whole nanoseconds, as the API sends it (a JSON integer) and as people write it (<c>1h30m</c>).
/// Text follows Go's <c>time.ParseDuration</c>: signed decimal numbers with units ns, us, µs, ms, s, m, h.
/// </summary>
[JsonConverter(typeof(DurationConverter))]
public readonly record struct Duration(long Nanoseconds) : IComparable<Duration>
{
    private const long Second = 1_000_000_000;
    private const long Minute = 60 * Second;
    private const long Hour = 60 * Minute;

    private static readonly (string Unit, long Size)[] Units =
        [("ns", 1), ("us", 1_000), ("µs", 1_000), ("μs", 1_000), ("ms", 1_000_000), ("s", Second), ("m", Minute), ("h", Hour)];

    public static Duration Zero => default;

    public static Duration FromSeconds(double seconds) => new((long)(seconds * Second));

    public static Duration FromTimeSpan(TimeSpan span) => new(span.Ticks * TimeSpan.NanosecondsPerTick);

    /// <summary>Rounded down to .NET's 100 ns.</summary>
    public TimeSpan ToTimeSpan() => TimeSpan.FromTicks(Nanoseconds / TimeSpan.NanosecondsPerTick);

    public static implicit operator TimeSpan(Duration duration) => duration.ToTimeSpan();

    public static implicit operator Duration(TimeSpan span) => FromTimeSpan(span);

    public static bool operator <(Duration left, Duration right) => left.Nanoseconds < right.Nanoseconds;

    public static bool operator >(Duration left, Duration right) => left.Nanoseconds > right.Nanoseconds;

    public static bool operator <=(Duration left, Duration right) => left.Nanoseconds <= right.Nanoseconds;

    public static bool operator >=(Duration left, Duration right) => left.Nanoseconds >= right.Nanoseconds;

    public int CompareTo(Duration other) => Nanoseconds.CompareTo(other.Nanoseconds);

    /// <summary>Reads Go duration text; throws <see cref="FormatException"/> in Go's words.</summary>
    public static Duration Parse(string text) => TryParse(text, out var duration) ? duration
        : throw new FormatException($"time: invalid duration \"{text}\"");

    public static bool TryParse(string? text, out Duration duration)
    {
        duration = default;
        if (string.IsNullOrEmpty(text))
            return false;
        var rest = text.AsSpan();
        var negative = rest[0] == '-';
        if (rest[0] is '-' or '+')
            rest = rest[1..];
        if (rest is "0")
            return true;
        if (rest.IsEmpty)
            return false;
        decimal total = 0;
        while (!rest.IsEmpty)
        {
            if (!TakePart(ref rest, out var part))
                return false;
            total += part;
            if (total > long.MaxValue)
                return false;
        }
        duration = new Duration((long)(negative ? -total : total));
        return true;
    }

    /// <summary>Go's form: <c>1h30m0s</c>, <c>1.5s</c>, <c>250ms</c>, <c>0s</c>.</summary>
    public override string ToString()
    {
        if (Nanoseconds == 0)
            return "0s";
        var sign = Nanoseconds < 0 ? "-" : "";
        var left = Nanoseconds == long.MinValue ? 1UL << 63 : (ulong)Math.Abs(Nanoseconds);
        if (left < Second)
        {
            var (unit, size) = left < 1_000 ? ("ns", 1UL) : left < 1_000_000 ? ("µs", 1_000UL) : ("ms", 1_000_000UL);
            return sign + Decimal(left, size) + unit;
        }
        var text = new StringBuilder(sign);
        if (left >= Hour)
            text.Append(left / Hour).Append('h');
        if (left >= Minute)
            text.Append(left % Hour / Minute).Append('m');
        return text.Append(Decimal(left % Minute, Second)).Append('s').ToString();
    }

    private static bool TakePart(ref ReadOnlySpan<char> rest, out decimal nanoseconds)
    {
        nanoseconds = 0;
        var digits = 0;
        while (digits < rest.Length && (char.IsAsciiDigit(rest[digits]) || rest[digits] == '.'))
            digits++;
        var letters = digits;
        while (letters < rest.Length && !char.IsAsciiDigit(rest[letters]) && rest[letters] != '.')
            letters++;
        var number = rest[..digits];
        if (!number.ContainsAnyInRange('0', '9') || digits > 28
            || !decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
            return false;
        var unit = rest[digits..letters];
        foreach (var (name, size) in Units)
        {
            if (!unit.SequenceEqual(name))
                continue;
            if (value > long.MaxValue / (decimal)size)
                return false;
            nanoseconds = decimal.Truncate(value * size);
            rest = rest[letters..];
            return true;
        }
        return false;
    }

    private static string Decimal(ulong value, ulong size) => ((decimal)value / size).ToString("0.#########", CultureInfo.InvariantCulture);
}
