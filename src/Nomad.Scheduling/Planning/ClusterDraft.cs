using System.Buffers;
using Nomad.Scheduling.Nodes;
using Nomad.Scheduling.Ranking;

namespace Nomad.Scheduling.Planning;

/// <summary>
/// The node table as it will be once the plan so far has happened. Belongs to one run of a scheduler. Whoever ranks nodes listens to
/// <see cref="RowChanged"/>.
/// </summary>
internal sealed class ClusterDraft
{
    private readonly NodeTable table;
    private readonly Dictionary<int, List<int>> addedPorts = [];
    private readonly Dictionary<int, List<Allocation>> placed = [];
    private readonly HashSet<string> gone = new(StringComparer.Ordinal);
    private readonly List<int> codes = [];

    public ClusterDraft(IClusterSnapshot snapshot)
    {
        Snapshot = snapshot;
        table = snapshot.NodeTable;
        Rows = table.Rows;
        CpuUsed = ArrayPool<int>.Shared.Rent(Rows.Count);
        MemoryUsed = ArrayPool<int>.Shared.Rent(Rows.Count);
        DiskUsed = ArrayPool<int>.Shared.Rent(Rows.Count);
        AllocCount = ArrayPool<int>.Shared.Rent(Rows.Count);
        table.CopyUse(CpuUsed, MemoryUsed, DiskUsed, AllocCount);
        Fits = new FitMemory(Rows.Count);
    }

    public event Action<int>? RowChanged;

    /// <summary>An allocation will be on a row (1), or be there no more (-1). Told before <see cref="RowChanged"/>.</summary>
    public event Action<int, Allocation, int>? Moved;

    /// <summary>All that was planned so far, with the rows.</summary>
    public IEnumerable<(int Row, Allocation Alloc)> Planned => placed.SelectMany(own => own.Value.Select(alloc => (own.Key, alloc)));

    public IClusterSnapshot Snapshot { get; }

    public NodeRows Rows { get; }

    public int Count => Rows.Count;

    public int[] CpuUsed { get; }

    public int[] MemoryUsed { get; }

    public int[] DiskUsed { get; }

    public int[] AllocCount { get; }

    public FitMemory Fits { get; }

    /// <summary>Whether what is used is still what the table says, on all rows.</summary>
    public bool IsUntouched { get; private set; } = true;

    /// <summary>As <see cref="NodeTable.FitsOfPage"/>: of the table, not of the draft.</summary>
    public double[] FitsOfPage(int number, FitAsk ask) => table.FitsOfPage(number, ask);

    public int RowOf(string nodeId) => table.RowOf(nodeId);

    public bool IsGone(string allocId) => gone.Contains(allocId);

    /// <summary>An allocation will hold its resources on a row.</summary>
    public void Place(int row, Allocation alloc, ComparableResources used)
    {
        Charge(row, used, 1);
        if (!placed.TryGetValue(row, out var list))
            placed[row] = list = [];
        list.Add(alloc);
        codes.Clear();
        Rows.Ports[row]!.Collect(alloc.AllocatedResources!, codes);
        if (codes.Count > 0)
        {
            if (!addedPorts.TryGetValue(row, out var added))
                addedPorts[row] = added = [];
            added.AddRange(codes);
        }
        Moved?.Invoke(row, alloc, 1);
        RowChanged?.Invoke(row);
    }

    /// <summary>A stored allocation will give its resources back.</summary>
    public void Release(Allocation alloc)
    {
        var row = RowOf(alloc.NodeID);
        if (row < 0 || !NodeColumns.Uses(alloc) || alloc.AllocatedResources is not { } resources || !gone.Add(alloc.ID))
            return;
        Charge(row, ComparableResources.Of(resources), -1);
        codes.Clear();
        Rows.Ports[row]!.Collect(resources, codes);
        if (codes.Count > 0)
        {
            if (!addedPorts.TryGetValue(row, out var added))
                addedPorts[row] = added = [];
            // A freed port is noted as its complement, which no taken port equals.
            added.AddRange(codes.Select(code => ~code));
        }
        Moved?.Invoke(row, alloc, -1);
        RowChanged?.Invoke(row);
    }

    /// <summary>Takes back <see cref="Release"/> of an allocation that stays after all.</summary>
    public void Restore(Allocation alloc)
    {
        var row = RowOf(alloc.NodeID);
        if (row < 0 || alloc.AllocatedResources is not { } resources || !gone.Remove(alloc.ID))
            return;
        Charge(row, ComparableResources.Of(resources), 1);
        codes.Clear();
        Rows.Ports[row]!.Collect(resources, codes);
        foreach (var code in codes)
            addedPorts[row].Remove(~code);
        Moved?.Invoke(row, alloc, 1);
        RowChanged?.Invoke(row);
    }

    /// <summary>A stored allocation keeps what it has but will use another amount of it at one time. False, and nothing changes, when its node lacks that.</summary>
    public bool Exchange(Allocation alloc, AllocatedResources resources)
    {
        var row = RowOf(alloc.NodeID);
        if (row < 0 || gone.Contains(alloc.ID) || !NodeColumns.Uses(alloc))
            return false;
        var (before, now) = (ComparableResources.Of(alloc.AllocatedResources!), ComparableResources.Of(resources));
        var more = now.Subtract(before);
        if (Lacks(more.CpuShares, CpuUsed[row], Rows.Cpu[row]) || Lacks(more.MemoryMB, MemoryUsed[row], Rows.Memory[row]))
            return false;
        CpuUsed[row] += (int)more.CpuShares;
        MemoryUsed[row] += (int)more.MemoryMB;
        Touch(row);
        RowChanged?.Invoke(row);
        return true;

        // What needs no more than before stays, however full its node is.
        static bool Lacks(long more, int used, int all) => more > 0 && used + more > all;
    }

    /// <summary>Whether a port code is free on a row.</summary>
    public bool IsPortFree(int row, int code)
    {
        if (Rows.Ports[row]!.IsReserved(code))
            return false;
        addedPorts.TryGetValue(row, out var added);
        if (added is not null && added.Contains(code))
            return false;
        return !table.UsedPorts(row).Contains(code) || (added is not null && added.Contains(~code));
    }

    /// <summary>Allocations that will use resources on a row: stored ones that stay, and planned ones.</summary>
    public IEnumerable<Allocation> Live(int row)
    {
        foreach (var alloc in Snapshot.AllocationsOfNode(Rows.Nodes[row]!.ID))
            if (NodeColumns.Uses(alloc) && !gone.Contains(alloc.ID))
                yield return alloc;
        if (placed.TryGetValue(row, out var added))
            foreach (var alloc in added)
                yield return alloc;
    }

    /// <summary>Gives the columns back; the draft is not used any more.</summary>
    public void Close()
    {
        foreach (var column in (ReadOnlySpan<int[]>)[CpuUsed, MemoryUsed, DiskUsed, AllocCount])
            ArrayPool<int>.Shared.Return(column);
    }

    private void Charge(int row, ComparableResources used, int sign)
    {
        CpuUsed[row] += sign * (int)used.CpuShares;
        MemoryUsed[row] += sign * (int)used.MemoryMB;
        DiskUsed[row] += sign * (int)used.DiskMB;
        AllocCount[row] += sign;
        Touch(row);
    }

    private void Touch(int row)
    {
        IsUntouched = false;
        Fits.Forget(row);
    }
}
