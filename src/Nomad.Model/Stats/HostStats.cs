namespace Nomad.Model.Stats;

/// <remarks>
/// Memory {Total,Available,Used,Free} bytes. Timestamp ns, Uptime s.
/// </remarks>
public sealed record HostStats
{
    public HostMemoryStats? Memory { get; init; }

    public IReadOnlyList<HostCPUStats>? CPU { get; init; }

    public IReadOnlyList<HostDiskStats>? DiskStats { get; init; }

    public HostDiskStats? AllocDirStats { get; init; }

    public IReadOnlyList<DeviceGroupStats>? DeviceStats { get; init; }

    public ulong Uptime { get; init; }

    public long Timestamp { get; init; }

    public double CPUTicksConsumed { get; init; }
}
