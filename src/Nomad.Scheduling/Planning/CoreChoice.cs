namespace Nomad.Scheduling.Planning;

/// <summary>Which whole cores of a machine a task gets, by how much it insists on cores of one memory (NUMA) node. Pure.</summary>
internal static class CoreChoice
{
    /// <summary>Dimension told when enough cores are free, but not on one memory node.</summary>
    public const string ExhaustedOnOneNode = "numa-cores";

    /// <summary>The cores to take out of <paramref name="free"/>, lowest first; null when the task insists on one memory node and none has enough.</summary>
    /// <param name="free">At least <paramref name="count"/> cores that nobody holds, ascending.</param>
    public static int[]? Pick(List<int> free, int count, NUMA? numa, Topology? topology)
    {
        var affinity = numa?.Affinity ?? NumaAffinities.None;
        if (affinity is not (NumaAffinities.Prefer or NumaAffinities.Require) || topology?.Cores is not { Count: > 0 } cores)
            return [.. free[..count]];
        var nodeOf = cores.ToDictionary(core => core.ID, core => core.NodeID);
        var byNode = free.GroupBy(core => nodeOf.GetValueOrDefault(core)).Select(own => (Node: own.Key, Cores: own.ToArray())).ToArray();
        // The node with the least left over keeps larger ones whole for those who need them.
        var enough = byNode.Where(own => own.Cores.Length >= count).OrderBy(own => own.Cores.Length).ThenBy(own => own.Node).FirstOrDefault();
        if (enough.Cores is not null)
            return enough.Cores[..count];
        return affinity == NumaAffinities.Require ? null : Across(byNode, count, topology);
    }

    // As few nodes as possible, and those that are near to the first.
    private static int[] Across((int Node, int[] Cores)[] byNode, int count, Topology topology)
    {
        var first = byNode.OrderByDescending(own => own.Cores.Length).ThenBy(own => own.Node).First();
        return [.. byNode.OrderBy(own => Distance(topology, first.Node, own.Node)).ThenByDescending(own => own.Cores.Length).ThenBy(own => own.Node)
            .SelectMany(own => own.Cores).Take(count).Order()];
    }

    private static int Distance(Topology topology, int from, int to)
    {
        if (from == to)
            return 0;
        var nodes = topology.Nodes.OrEmpty();
        var (left, right) = (IndexOf(nodes, from), IndexOf(nodes, to));
        return left >= 0 && right >= 0 && left < topology.Distances.OrEmpty().Count && right < topology.Distances![left].Length ? topology.Distances[left][right] : byte.MaxValue;
    }

    private static int IndexOf(IReadOnlyList<int> nodes, int node)
    {
        for (var i = 0; i < nodes.Count; i++)
            if (nodes[i] == node)
                return i;
        return -1;
    }
}
