namespace Nomad.Model.Stats;

/// <remarks>
/// MemoryStats {RSS,Cache,Swap,MappedFile,Usage,MaxUsage,KernelUsage,KernelMaxUsage,Measured:[str]} bytes.
/// </remarks>
public sealed record ResourceUsage
{
    public MemoryStats? MemoryStats { get; init; }

    public CpuStats? CpuStats { get; init; }

    public IReadOnlyList<DeviceGroupStats>? DeviceStats { get; init; }
}
