namespace Nomad.Scheduling.Planning;

/// <summary>
/// Which memory (NUMA) node the cores and devices of a machine belong to. A machine that does not tell, or has one node only, has all of it on one. Immutable.
/// </summary>
internal sealed class MemoryNodes
{
    /// <summary>Of what may be on any node.</summary>
    public const int Anywhere = -1;

    /// <summary>All of a machine is on one node.</summary>
    public static readonly MemoryNodes One = new(null);

    private readonly Topology? topology;
    private readonly Dictionary<int, int> ofCore = [];
    private readonly Dictionary<string, int> ofBus = new(StringComparer.Ordinal);
    private readonly bool isOne;

    private MemoryNodes(Topology? topology)
    {
        this.topology = topology;
        foreach (var core in (topology?.Cores).OrEmpty())
            ofCore[core.ID] = core.NodeID;
        All = [.. ofCore.Values.Concat(ofCore.Count > 0 ? (topology?.Nodes).OrEmpty() : []).Distinct().Order()];
        isOne = All.Length <= 1;
        if (isOne)
        {
            All = [0];
            return;
        }
        foreach (var (bus, node) in (topology?.BusAssociativity).OrEmpty())
            ofBus[PciAddress.Canonical(bus)] = node;
    }

    /// <summary>Every node, ascending.</summary>
    public int[] All { get; }

    public static MemoryNodes Of(Node node) => new(node.NodeResources?.Processors.Topology);

    public int OfCore(int core) => isOne ? 0 : ofCore.GetValueOrDefault(core);

    /// <summary>The node that a device is nearest to; <see cref="Anywhere"/> when that is not known.</summary>
    public int OfDevice(NodeDevice device) => isOne ? 0 : ofBus.GetValueOrDefault(PciAddress.Canonical(device.Locality?.PciBusID ?? ""), Anywhere);

    /// <summary>What it costs to reach the memory of one node from another, by the machine's own table (10 = its own); 0 for the same, most where nothing is told.</summary>
    public int Distance(int from, int to)
    {
        if (from == to)
            return 0;
        var (left, right, distances) = (IndexOf(from), IndexOf(to), (topology?.Distances).OrEmpty());
        return left >= 0 && right >= 0 && left < distances.Count && right < distances[left].Length ? distances[left][right] : byte.MaxValue;
    }

    private int IndexOf(int node)
    {
        var nodes = (topology?.Nodes).OrEmpty();
        for (var i = 0; i < nodes.Count; i++)
            if (nodes[i] == node)
                return i;
        return -1;
    }
}
