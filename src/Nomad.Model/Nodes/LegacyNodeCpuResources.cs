namespace Nomad.Model.Nodes;

public sealed record LegacyNodeCpuResources
{
    public long CpuShares { get; init; }

    public int TotalCpuCores { get; init; }

    public IReadOnlyList<int>? ReservableCpuCores { get; init; }
}
