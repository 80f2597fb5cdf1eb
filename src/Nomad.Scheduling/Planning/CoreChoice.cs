namespace Nomad.Scheduling.Planning;

/// <summary>Which of the free whole cores of a machine a task may get, by how much it insists on cores of one memory (NUMA) node. Pure.</summary>
internal static class CoreChoice
{
    /// <summary>Dimension told when enough cores are free, but not on one memory node.</summary>
    public const string ExhaustedOnOneNode = "numa-cores";

    /// <summary>The memory nodes with enough free cores. The one with the least left over comes first: larger ones stay whole for those who need them.</summary>
    /// <param name="free">Cores that nobody holds, ascending.</param>
    public static IEnumerable<int> NodesWithEnough(IReadOnlyList<int> free, int count, MemoryNodes nodes) => nodes.All.Union(free.Select(nodes.OfCore))
        .Select(node => (Node: node, Free: free.Count(core => nodes.OfCore(core) == node)))
        .Where(own => own.Free >= count).OrderBy(own => own.Free).ThenBy(own => own.Node).Select(own => own.Node);

    /// <summary>The lowest cores of one memory node, which has enough.</summary>
    public static int[] On(int node, IReadOnlyList<int> free, int count, MemoryNodes nodes) => [.. free.Where(core => nodes.OfCore(core) == node).Take(count)];

    /// <summary>Cores of as few memory nodes as possible, and of those that are near to the first.</summary>
    public static int[] Across(IReadOnlyList<int> free, int count, MemoryNodes nodes)
    {
        if (count == 0)
            return [];
        var byNode = free.GroupBy(nodes.OfCore).Select(own => (Node: own.Key, Cores: own.ToArray())).ToArray();
        var first = byNode.OrderByDescending(own => own.Cores.Length).ThenBy(own => own.Node).First();
        return [.. byNode.OrderBy(own => nodes.Distance(first.Node, own.Node)).ThenByDescending(own => own.Cores.Length).ThenBy(own => own.Node)
            .SelectMany(own => own.Cores).Take(count).Order()];
    }
}
