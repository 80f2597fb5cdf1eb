using System.Globalization;

namespace Nomad.Scheduling.Reconciliation;

/// <summary>Hands out names <c>job.group[index]</c>: the lowest free index below the count first, then beyond it.</summary>
internal sealed class AllocNames(string jobId, string group, int count)
{
    private readonly HashSet<int> used = [];

    /// <summary>No index below this one is free.</summary>
    private int lowest;

    public static string Of(string jobId, string group, int index) => string.Create(CultureInfo.InvariantCulture, $"{jobId}.{group}[{index}]");

    /// <summary>Index in a name, -1 when there is none.</summary>
    public static int Index(string name)
    {
        var open = name.LastIndexOf('[');
        return open >= 0 && name.EndsWith(']') && int.TryParse(name.AsSpan(open + 1, name.Length - open - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? index : -1;
    }

    /// <summary>Takes the name an allocation has; false when another holds it already.</summary>
    public bool Claim(string name) => Index(name) is var index and >= 0 && used.Add(index);

    public void Free(string name)
    {
        if (used.Remove(Index(name)))
            lowest = Math.Min(lowest, Index(name));
    }

    public string Next()
    {
        while (!used.Add(lowest))
            lowest++;
        return Of(jobId, group, lowest++);
    }

    /// <summary>A name for a canary: of an allocation it will replace if there is one, else the next free.</summary>
    public string NextCanary(Queue<string> replaced) => replaced.TryDequeue(out var name) ? name : Next();

    public bool IsBeyond(string name) => Index(name) >= count;
}
