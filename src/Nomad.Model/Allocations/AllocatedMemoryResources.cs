namespace Nomad.Model.Allocations;

public sealed record AllocatedMemoryResources
{
    public long MemoryMB { get; init; }

    public long MemoryMaxMB { get; init; }
}
