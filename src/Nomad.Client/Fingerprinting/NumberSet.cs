using System.Globalization;
using System.Text;

namespace Nomad.Client.Fingerprinting;

/// <summary>The kernel's text for sets of small numbers: `0-3,7`.</summary>
public static class NumberSet
{
    /// <summary>No machine has more cores than this; guards against absurd ranges.</summary>
    private const int MaxNumber = 65_536;

    /// <summary>Reads the set in ascending order; parts that are no numbers are skipped.</summary>
    public static IReadOnlyList<int> Parse(string? text)
    {
        var found = new SortedSet<int>();
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var dash = part.IndexOf('-');
            var from = dash < 0 ? part : part[..dash];
            var to = dash < 0 ? part : part[(dash + 1)..];
            if (!int.TryParse(from, out var first) || !int.TryParse(to, out var last) || first < 0 || last > MaxNumber)
                continue;
            for (var number = first; number <= last; number++)
                found.Add(number);
        }
        return [.. found];
    }

    /// <summary>Writes the set with ranges joined.</summary>
    public static string Format(IEnumerable<int> numbers)
    {
        var text = new StringBuilder();
        var sorted = numbers.Distinct().Order().ToArray();
        for (var start = 0; start < sorted.Length;)
        {
            var end = start;
            while (end + 1 < sorted.Length && sorted[end + 1] == sorted[end] + 1)
                end++;
            if (text.Length > 0)
                text.Append(',');
            text.Append(CultureInfo.InvariantCulture, $"{sorted[start]}");
            if (end > start)
                text.Append(CultureInfo.InvariantCulture, $"-{sorted[end]}");
            start = end + 1;
        }
        return text.ToString();
    }
}
