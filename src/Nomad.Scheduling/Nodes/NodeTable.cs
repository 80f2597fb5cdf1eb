using Nomad.Scheduling.Ranking;

namespace Nomad.Scheduling.Nodes;

/// <summary>
/// All nodes as columns, one row each, at one moment: what a node can give (reserves already taken off) and what is used of it. Immutable,
/// safe for any number of threads; a scheduler copies the columns it plans on.
/// </summary>
public sealed class NodeTable
{
    private readonly UsePage[] pages;

    internal NodeTable(NodeRows rows, UsePage[] pages)
    {
        Rows = rows;
        this.pages = pages;
    }

    public static NodeTable Empty { get; } = new NodeColumns().Capture();

    public int Count => Rows.Count;

    internal NodeRows Rows { get; }

    /// <summary>Ports of a row taken by allocations, as <see cref="PortList"/> tells them. Reserved ports are in <see cref="NodePorts"/>.</summary>
    internal ReadOnlySpan<int> UsedPorts(int row) => pages[row / UsePage.Size].Ports[row % UsePage.Size].Codes;

    /// <summary>Copies what allocations that are not finished use, by row: CPU shares in MHz, memory and disk in MB, and their number.</summary>
    internal void CopyUse(int[] cpu, int[] memory, int[] disk, int[] count)
    {
        for (var number = 0; number < pages.Length; number++)
        {
            var (first, rows) = (number * UsePage.Size, Math.Min(UsePage.Size, Count - number * UsePage.Size));
            Array.Copy(pages[number].Cpu, 0, cpu, first, rows);
            Array.Copy(pages[number].Memory, 0, memory, first, rows);
            Array.Copy(pages[number].Disk, 0, disk, first, rows);
            Array.Copy(pages[number].Count, 0, count, first, rows);
        }
    }

    /// <summary>How well an ask fits on the rows of a page, from row <paramref name="number"/> x <see cref="UsePage.Size"/> on.</summary>
    internal double[] FitsOfPage(int number, FitAsk ask) => PageFits.Of(pages[number], number, Rows, ask);

    /// <summary>
    /// Whether allocations that are not there yet fit on a node as it is in this table. Null when only a closer look can tell: unknown nodes, whole cores, devices,
    /// ports that are taken or may be shared.
    /// </summary>
    /// <param name="lacking">What there is too little of when they do not, as <see cref="NodeFit.Exhausted"/>.</param>
    public bool? Holds(string nodeId, IReadOnlyList<Allocation> added, out string? lacking)
    {
        lacking = null;
        if (RowOf(nodeId) is not (var row and >= 0) || !Rows.Ready[row])
            return null;
        var (page, at) = (pages[row / UsePage.Size], row % UsePage.Size);
        long cpu = page.Cpu[at], memory = page.Memory[at], disk = page.Disk[at];
        var codes = new List<int>(added.Count);
        foreach (var alloc in added.Each())
        {
            if (alloc.AllocatedResources is not { } resources || IsSpecial(resources))
                return null;
            var used = ComparableResources.Of(resources);
            cpu += used.CpuShares;
            memory += used.MemoryMB;
            disk += used.DiskMB;
            Rows.Ports[row]!.Collect(resources, codes);
        }
        lacking = cpu > Rows.Cpu[row] ? "cpu" : memory > Rows.Memory[row] ? "memory" : disk > Rows.Disk[row] ? "disk"
            : page.Count[at] + added.Count > Rows.MaxAllocs[row] ? "max allocation exceeded" : null;
        return lacking is not null ? false : PortsAreFree(row, page.Ports[at].Codes, codes) ? true : null;
    }

    private static bool IsSpecial(AllocatedResources resources)
    {
        foreach (var (_, task) in resources.Tasks.Each())
            if (task.Cpu.ReservedCores.OrEmpty().Count > 0 || task.Devices.OrEmpty().Count > 0 || task.Networks.OrEmpty().Count > 0)
                return true;
        foreach (var port in resources.Shared.Ports.Each())
            if (port.IgnoreCollision)
                return true;
        return false;
    }

    private bool PortsAreFree(int row, ReadOnlySpan<int> used, List<int> codes)
    {
        for (var i = 0; i < codes.Count; i++)
            if (Rows.Ports[row]!.IsReserved(codes[i]) || used.Contains(codes[i]) || codes.IndexOf(codes[i]) != i)
                return false;
        return true;
    }

    /// <summary>Row of a node, -1 when it is unknown.</summary>
    public int RowOf(string nodeId) => Rows.ById.TryGetValue(nodeId, out var row) ? row : -1;

    /// <summary>Builds a table from scratch, for tests and small dry runs; a server keeps <see cref="NodeColumns"/> instead.</summary>
    public static NodeTable Build(IEnumerable<Node> nodes, IEnumerable<Allocation> allocations)
    {
        var columns = new NodeColumns();
        foreach (var node in nodes)
            columns.Put(node);
        foreach (var alloc in allocations)
            columns.Change(null, alloc);
        return columns.Capture();
    }
}
