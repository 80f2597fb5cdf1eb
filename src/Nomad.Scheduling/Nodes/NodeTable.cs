namespace Nomad.Scheduling.Nodes;

/// <summary>
/// All nodes as columns, one row each, at one moment: what a node can give (reserves already taken off) and what is used of it. Immutable,
/// safe for any number of threads; a scheduler copies the columns it plans on.
/// </summary>
public sealed class NodeTable
{
    internal NodeTable(NodeRows rows, int[] cpuUsed, int[] memoryUsed, int[] diskUsed, int[] allocCount, int[]?[] usedPorts)
    {
        Rows = rows;
        CpuUsed = cpuUsed;
        MemoryUsed = memoryUsed;
        DiskUsed = diskUsed;
        AllocCount = allocCount;
        UsedPorts = usedPorts;
    }

    public static NodeTable Empty { get; } = new NodeColumns().Capture();

    public int Count => Rows.Count;

    internal NodeRows Rows { get; }

    /// <summary>CPU shares in MHz used by allocations that are not finished.</summary>
    internal int[] CpuUsed { get; }

    internal int[] MemoryUsed { get; }

    internal int[] DiskUsed { get; }

    internal int[] AllocCount { get; }

    /// <summary>Ports taken by allocations, each as address number × 65,536 + port; null for none. Reserved ports are in <see cref="NodePorts"/>.</summary>
    internal int[]?[] UsedPorts { get; }

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
