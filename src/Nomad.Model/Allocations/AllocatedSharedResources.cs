using System.Text.Json.Serialization;
using Nomad.Model.Jobs;

namespace Nomad.Model.Allocations;

public sealed record AllocatedSharedResources
{
    internal static AllocatedSharedResources None { get; } = new();

    /// <summary>The list, a <see cref="PortedNetwork"/> that it follows from, or null.</summary>
    private readonly object? networks;

    /// <summary>The older way to say what <see cref="Ports"/> say. Worked out at each call where it follows from them.</summary>
    public IReadOnlyList<NetworkResource>? Networks
    {
        get => networks is PortedNetwork ported ? [ported.Filled(Ports)] : (IReadOnlyList<NetworkResource>?)networks;
        init => networks = value;
    }

    /// <summary>What <see cref="Networks"/> follow from together with <see cref="Ports"/>; null when they are a list of their own.</summary>
    [JsonIgnore]
    public PortedNetwork? PortedNetwork
    {
        get => networks as PortedNetwork;
        init => networks = value;
    }

    public long DiskMB { get; init; }

    public IReadOnlyList<AllocatedPortMapping>? Ports { get; init; }
}
