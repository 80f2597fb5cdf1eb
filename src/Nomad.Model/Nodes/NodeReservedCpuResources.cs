namespace Nomad.Model.Nodes;

public sealed record NodeReservedCpuResources
{
    public long CpuShares { get; init; }

    public IReadOnlyList<int>? ReservedCpuCores { get; init; }
}
