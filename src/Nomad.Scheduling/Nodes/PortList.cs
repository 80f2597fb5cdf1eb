namespace Nomad.Scheduling.Nodes;

/// <summary>
/// Ports of a row taken by allocations, each as address number × 65,536 + port. Lists of successive tables share one array: later ones go on behind
/// what earlier ones know of, so that a port more costs no copy. Only the newest list of a row may be added to, by one thread.
/// </summary>
internal readonly struct PortList(int[] codes, int count)
{
    private const int FirstCapacity = 4;

    private readonly int[]? codes = codes;

    public ReadOnlySpan<int> Codes => codes.AsSpan(0, count);

    public PortList With(List<int> added)
    {
        var room = codes ?? new int[Math.Max(FirstCapacity, added.Count)];
        var total = count + added.Count;
        if (total > room.Length)
            Array.Resize(ref room, Math.Max(total, room.Length * 2));
        added.CopyTo(room, count);
        return new PortList(room, total);
    }

    /// <summary>A list of its own without one of each of <paramref name="freed"/>.</summary>
    public PortList Without(List<int> freed)
    {
        var left = new List<int>(count);
        left.AddRange(Codes);
        foreach (var code in freed)
            left.Remove(code);
        return new PortList([.. left], left.Count);
    }
}
