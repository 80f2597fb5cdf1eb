using System.Globalization;

namespace Nomad.Model.Allocations;

/// <summary>The name of an allocation, <c>job.group[index]</c>.</summary>
public static class AllocationName
{
    /// <summary>Index in a name, -1 when there is none.</summary>
    public static int IndexOf(string name)
    {
        var open = name.LastIndexOf('[');
        return open >= 0 && name.EndsWith(']') && int.TryParse(name.AsSpan(open + 1, name.Length - open - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? index : -1;
    }
}
