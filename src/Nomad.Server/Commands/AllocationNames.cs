using System.Globalization;

namespace Nomad.Server.Commands;

/// <summary>Names of the form <c>job.group[index]</c>, of which only the index needs writing.</summary>
internal static class AllocationNames
{
    public static string Of(string job, string group, int index) => string.Create(CultureInfo.InvariantCulture, $"{job}.{group}[{index}]");

    /// <summary>The index when the name has exactly that form for the job and group, else -1.</summary>
    public static int IndexIn(string name, string job, string group)
    {
        var start = job.Length + group.Length + 2;
        if (name.Length < start + 2 || name[^1] != ']' || name[start - 1] != '[' || name[job.Length] != '.'
            || !name.StartsWith(job, StringComparison.Ordinal) || !name.AsSpan(job.Length + 1).StartsWith(group, StringComparison.Ordinal))
            return -1;
        var digits = name.AsSpan(start, name.Length - start - 1);
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < int.MaxValue && (digits.Length == 1 || digits[0] != '0')
            ? index : -1;
    }
}
