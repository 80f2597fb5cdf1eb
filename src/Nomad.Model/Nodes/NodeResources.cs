using Nomad.Model.Jobs;

namespace Nomad.Model.Nodes;

/// <summary>All that a node has, before reservations.</summary>
/// <remarks>
/// MinDynamicPort 20000, MaxDynamicPort 32000. Cpu = legacy totals (MHz).
/// </remarks>
public sealed record NodeResources
{
    public LegacyNodeCpuResources Cpu { get; init => field = value ?? new(); } = new();

    public NodeProcessorResources Processors { get; init => field = value ?? new(); } = new();

    public NodeMemoryResources Memory { get; init => field = value ?? new(); } = new();

    public NodeDiskResources Disk { get; init => field = value ?? new(); } = new();

    public IReadOnlyList<NodeDeviceResource>? Devices { get; init; }

    public IReadOnlyList<NodeNetworkResource>? NodeNetworks { get; init; }

    public IReadOnlyList<NetworkResource>? Networks { get; init; }

    public int MinDynamicPort { get; init; }

    public int MaxDynamicPort { get; init; }
}
