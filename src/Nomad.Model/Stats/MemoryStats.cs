namespace Nomad.Model.Stats;

/// <summary>Memory of one task in bytes; <see cref="Measured"/> names the fields its driver can tell.</summary>
public sealed record MemoryStats
{
    public ulong RSS { get; init; }

    public ulong Cache { get; init; }

    public ulong Swap { get; init; }

    public ulong MappedFile { get; init; }

    public ulong Usage { get; init; }

    public ulong MaxUsage { get; init; }

    public ulong KernelUsage { get; init; }

    public ulong KernelMaxUsage { get; init; }

    public IReadOnlyList<string>? Measured { get; init; }
}
