using Nomad.Model.Jobs;

namespace Nomad.Model.Allocations;

public sealed record AllocatedSharedResources
{
    public IReadOnlyList<NetworkResource>? Networks { get; init; }

    public long DiskMB { get; init; }

    public IReadOnlyList<AllocatedPortMapping>? Ports { get; init; }
}
