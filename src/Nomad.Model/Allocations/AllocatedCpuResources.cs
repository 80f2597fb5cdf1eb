namespace Nomad.Model.Allocations;

public sealed record AllocatedCpuResources
{
    public long CpuShares { get; init; }

    public IReadOnlyList<int>? ReservedCores { get; init; }
}
