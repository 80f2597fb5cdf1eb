using System.Globalization;
using System.Runtime.InteropServices;

namespace Nomad.Scheduling.Reconciliation;

/// <summary>Hands out names <c>job.group[index]</c>: the lowest free index below the count first, then beyond it.</summary>
internal sealed class AllocNames(string jobId, string group, int count)
{
    /// <summary>How many hold an index: two may, until one of them is stopped.</summary>
    private readonly Dictionary<int, int> holders = [];

    /// <summary>No index below this one is free.</summary>
    private int lowest;

    public static string Of(string jobId, string group, int index) => string.Create(CultureInfo.InvariantCulture, $"{jobId}.{group}[{index}]");

    /// <summary>Takes the name an allocation has, also when another has it too.</summary>
    public void Claim(string name)
    {
        if (AllocationName.IndexOf(name) is var index and >= 0)
            CollectionsMarshal.GetValueRefOrAddDefault(holders, index, out _)++;
    }

    /// <summary>One that had the name has it no more. It is free when nobody else has it.</summary>
    public void Free(string name)
    {
        var index = AllocationName.IndexOf(name);
        if (!holders.TryGetValue(index, out var count))
            return;
        if (count > 1)
        {
            holders[index] = count - 1;
            return;
        }
        holders.Remove(index);
        lowest = Math.Min(lowest, index);
    }

    public string Next()
    {
        while (!holders.TryAdd(lowest, 1))
            lowest++;
        return Of(jobId, group, lowest++);
    }

    /// <summary>A name for a canary: of an allocation it will replace if there is one, else the next free.</summary>
    public string NextCanary(Queue<string> replaced) => replaced.TryDequeue(out var name) ? name : Next();

    public bool IsBeyond(string name) => AllocationName.IndexOf(name) >= count;
}
