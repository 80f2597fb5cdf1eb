namespace Nomad.Scheduling.Nodes;

/// <summary>
/// The growing original of <see cref="NodeTable"/>: a server tells it every change of a node or allocation, in the order they are applied, and
/// captures tables from it. Calls are serialised by the owner.
/// </summary>
public sealed class NodeColumns
{
    private const int FirstRows = 16;

    private readonly Stack<int> vacant = [];
    private readonly List<int> codes = [];
    private NodeRows rows = new();
    private bool rowsShared;
    private int[] cpuUsed = [];
    private int[] memoryUsed = [];
    private int[] diskUsed = [];
    private int[] allocCount = [];
    private int[]?[] usedPorts = [];
    private NodeTable? captured;

    /// <summary>Adds a node or replaces it; what its allocations use is kept.</summary>
    public void Put(Node node)
    {
        OwnRows();
        if (!rows.ById.TryGetValue(node.ID, out var row))
        {
            row = TakeRow();
            rows.ById[node.ID] = row;
        }
        rows.Set(row, node);
    }

    /// <summary>Forgets a node and what was used on it.</summary>
    public void Remove(string nodeId)
    {
        if (!rows.ById.TryGetValue(nodeId, out var row))
            return;
        OwnRows();
        rows.ById.Remove(nodeId);
        rows.Nodes[row] = null;
        rows.Ports[row] = null;
        rows.Ready[row] = false;
        cpuUsed[row] = memoryUsed[row] = diskUsed[row] = allocCount[row] = 0;
        usedPorts[row] = null;
        vacant.Push(row);
    }

    /// <summary>
    /// An allocation changed from <paramref name="before"/> (null when it is new) to <paramref name="after"/> (null when it was deleted).
    /// One on an unknown node is ignored.
    /// </summary>
    public void Change(Allocation? before, Allocation? after)
    {
        var was = before is not null && Uses(before);
        var now = after is not null && Uses(after);
        if (was && now && ReferenceEquals(before!.AllocatedResources, after!.AllocatedResources) && before.NodeID == after.NodeID)
            return;
        if (was)
            Count(before!, -1);
        if (now)
            Count(after!, 1);
    }

    /// <summary>A table of this moment. Without changes in between the same table is handed out again.</summary>
    public NodeTable Capture()
    {
        if (captured is not null)
            return captured;
        rowsShared = true;
        return captured = new NodeTable(rows, (int[])cpuUsed.Clone(), (int[])memoryUsed.Clone(), (int[])diskUsed.Clone(),
            (int[])allocCount.Clone(), (int[]?[])usedPorts.Clone());
    }

    /// <summary>Whether an allocation counts: until it is told to stop or ended by itself, as the plan applier counts too.</summary>
    internal static bool Uses(Allocation alloc) => !AllocDesiredStatus.IsTerminal(alloc.DesiredStatus) && !AllocClientStatus.IsTerminal(alloc.ClientStatus);

    private void Count(Allocation alloc, int sign)
    {
        if (alloc.AllocatedResources is not { } resources || !rows.ById.TryGetValue(alloc.NodeID, out var row))
            return;
        captured = null;
        var used = ComparableResources.Of(resources);
        cpuUsed[row] += sign * (int)used.CpuShares;
        memoryUsed[row] += sign * (int)used.MemoryMB;
        diskUsed[row] += sign * (int)used.DiskMB;
        allocCount[row] += sign;
        codes.Clear();
        rows.Ports[row]!.Collect(resources, codes);
        if (codes.Count > 0)
            usedPorts[row] = sign > 0 ? [.. usedPorts[row] ?? [], .. codes] : Without(usedPorts[row] ?? []);
    }

    private int[] Without(int[] used)
    {
        var left = new List<int>(used);
        foreach (var code in codes)
            left.Remove(code);
        return [.. left];
    }

    private void OwnRows()
    {
        captured = null;
        if (!rowsShared)
            return;
        rows = rows.Copy();
        rowsShared = false;
    }

    private int TakeRow()
    {
        if (vacant.TryPop(out var free))
            return free;
        if (rows.Count == rows.Nodes.Length)
        {
            var size = Math.Max(FirstRows, rows.Count * 2);
            rows.Grow(size);
            Array.Resize(ref cpuUsed, size);
            Array.Resize(ref memoryUsed, size);
            Array.Resize(ref diskUsed, size);
            Array.Resize(ref allocCount, size);
            Array.Resize(ref usedPorts, size);
        }
        return rows.Count++;
    }
}
