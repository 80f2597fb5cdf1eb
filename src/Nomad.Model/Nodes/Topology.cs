using System.Text.Json.Serialization;

namespace Nomad.Model.Nodes;

/// <summary>The NUMA layout of a machine: memory nodes, the cost of reaching one from another, and its cores.</summary>
public sealed record Topology
{
    public IReadOnlyList<int>? Nodes { get; init; }

    /// <summary>One row a memory node, one byte a target (10 = local); base64 in JSON as Go writes bytes.</summary>
    public IReadOnlyList<byte[]>? Distances { get; init; }

    public IReadOnlyList<TopologyCore>? Cores { get; init; }

    /// <summary>
    /// The memory node that a PCI device is nearest to, by its <see cref="PciAddress"/>. Absent where there is one memory node only, and where nothing is known.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, int>? BusAssociativity { get; init; }

    /// <summary>MHz that replace the sum over the cores; 0 = no override.</summary>
    public ulong OverrideTotalCompute { get; init; }

    /// <summary>MHz kept from tasks. Spelled as in the API.</summary>
    public ulong OverrideWitholdCompute { get; init; }
}
