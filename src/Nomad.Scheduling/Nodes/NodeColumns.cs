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
    private UsePage[] pages = [];
    private bool[] pageShared = [];
    private NodeTable? captured;
    private List<int>?[]? loading;

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
        OwnPage(row).Clear(row % UsePage.Size);
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
            CountAll(before!, -1);
        if (now)
            CountAll(after!, 1);
    }

    /// <summary>
    /// Counts one of many new allocations while a state is loaded, after its nodes; <see cref="EndLoading"/> is due before anything else
    /// is asked or told.
    /// </summary>
    public void Load(Allocation alloc)
    {
        loading ??= new List<int>?[rows.Count];
        if (Uses(alloc) && Count(alloc, 1) is >= 0 and var row && codes.Count > 0)
            (loading[row] ??= []).AddRange(codes);
    }

    /// <summary>Every allocation was loaded.</summary>
    public void EndLoading()
    {
        for (var row = 0; row < (loading?.Length ?? 0); row++)
        {
            if (loading![row] is { } ports)
                OwnPage(row).Ports[row % UsePage.Size] = default(PortList).With(ports);
        }
        loading = null;
    }

    /// <summary>A table of this moment. Without changes in between the same table is handed out again.</summary>
    public NodeTable Capture()
    {
        if (captured is not null)
            return captured;
        rowsShared = true;
        Array.Fill(pageShared, true);
        return captured = new NodeTable(rows, [.. pages]);
    }

    /// <summary>Whether an allocation counts: until it is told to stop or ended by itself, as the plan applier counts too.</summary>
    internal static bool Uses(Allocation alloc) => !AllocDesiredStatus.IsTerminal(alloc.DesiredStatus) && !AllocClientStatus.IsTerminal(alloc.ClientStatus);

    /// <summary>Counts what it uses and leaves its ports in <see cref="codes"/>; gives the row, -1 for none.</summary>
    private int Count(Allocation alloc, int sign)
    {
        if (alloc.AllocatedResources is not { } resources || !rows.ById.TryGetValue(alloc.NodeID, out var row))
            return -1;
        captured = null;
        var used = ComparableResources.Of(resources);
        var (page, at) = (OwnPage(row), row % UsePage.Size);
        page.Cpu[at] += sign * (int)used.CpuShares;
        page.Memory[at] += sign * (int)used.MemoryMB;
        page.Disk[at] += sign * (int)used.DiskMB;
        page.Count[at] += sign;
        codes.Clear();
        rows.Ports[row]!.Collect(resources, codes);
        return row;
    }

    private void CountAll(Allocation alloc, int sign)
    {
        if (Count(alloc, sign) is not (>= 0 and var row) || codes.Count == 0)
            return;
        ref var ports = ref OwnPage(row).Ports[row % UsePage.Size];
        ports = sign > 0 ? ports.With(codes) : ports.Without(codes);
    }

    private UsePage OwnPage(int row)
    {
        var number = row / UsePage.Size;
        if (pageShared[number])
        {
            pages[number] = pages[number].Copy();
            pageShared[number] = false;
        }
        return pages[number];
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
        }
        if (rows.Count == pages.Length * UsePage.Size)
        {
            pages = [.. pages, new UsePage()];
            pageShared = [.. pageShared, false];
        }
        return rows.Count++;
    }
}
