namespace Nomad.Model.Stats;

/// <summary>Memory of a machine in bytes.</summary>
public sealed record HostMemoryStats
{
    public ulong Total { get; init; }

    public ulong Available { get; init; }

    public ulong Used { get; init; }

    public ulong Free { get; init; }
}
