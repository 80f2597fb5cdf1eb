using Nomad.Model.Jobs;

namespace Nomad.Model.Allocations;

public sealed record AllocatedTaskResources
{
    public AllocatedCpuResources Cpu { get; init => field = value ?? new(); } = new();

    public AllocatedMemoryResources Memory { get; init => field = value ?? new(); } = new();

    public IReadOnlyList<NetworkResource>? Networks { get; init; }

    public IReadOnlyList<AllocatedDeviceResource>? Devices { get; init; }
}
