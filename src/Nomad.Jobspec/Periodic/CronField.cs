using System.Globalization;

namespace Nomad.Jobspec.Periodic;

/// <summary>One field of a cron expression: the allowed values of a range, in order.</summary>
internal sealed record CronField(int Minimum, int Maximum, string[] Names)
{
    public static readonly CronField Second = new(0, 59, []);
    public static readonly CronField Minute = new(0, 59, []);
    public static readonly CronField Hour = new(0, 23, []);
    public static readonly CronField Day = new(1, 31, []);
    public static readonly CronField Month = new(1, 12, ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]);
    public static readonly CronField Weekday = new(0, 7, ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]);
    public static readonly CronField Year = new(1970, 2199, []);

    /// <summary>The values that <paramref name="text"/> names; throws <see cref="FormatException"/>.</summary>
    public SortedSet<int> Read(string text)
    {
        var values = new SortedSet<int>();
        foreach (var part in text.Split(','))
            ReadPart(part, values);
        return values;
    }

    /// <summary>A single number or name.</summary>
    public int Value(string text)
    {
        var name = Array.FindIndex(Names, known => text.Length >= 3 && (text.Equals(known, StringComparison.OrdinalIgnoreCase)
            || (text.Length > 3 && text.StartsWith(known, StringComparison.OrdinalIgnoreCase) && text.All(char.IsAsciiLetter))));
        if (name >= 0)
            return name + (Minimum == 1 ? 1 : 0);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= Minimum && number <= Maximum
            ? number
            : throw new FormatException($"\"{text}\" is not a value from {Minimum} to {Maximum}");
    }

    private void ReadPart(string part, SortedSet<int> values)
    {
        var slash = part.IndexOf('/');
        var range = slash < 0 ? part : part[..slash];
        var step = 1;
        if (slash >= 0 && (!int.TryParse(part[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out step) || step < 1))
            throw new FormatException($"\"{part}\" has no step of 1 or more after the slash");
        var dash = range.IndexOf('-');
        var (first, last) = range is "*" or "?" ? (Minimum, Maximum)
            : dash > 0 ? (Value(range[..dash]), Value(range[(dash + 1)..]))
            : (Value(range), slash < 0 ? Value(range) : Maximum);
        if (first > last)
            throw new FormatException($"\"{part}\" ends before it starts");
        for (var value = first; value <= last; value += step)
            values.Add(value);
    }
}
