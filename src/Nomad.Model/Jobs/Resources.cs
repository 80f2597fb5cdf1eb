namespace Nomad.Model.Jobs;

/// <summary>What a task asks of its node: MHz, whole cores, MB.</summary>
/// <remarks>
/// CPU (MHz) default 100 when Cores unset, else 0; Cores 0; MemoryMB 300; MemoryMaxMB 0 (must be ≥ MemoryMB; -1 = no limit);
/// SecretsMB 0 (unset: 1 MB tmpfs); DiskMB computed (must not be set at task). Minimums: CPU 1, MemoryMB 10. IOPS obsolete.
/// </remarks>
public sealed record Resources
{
    public int CPU { get; init; }

    public int Cores { get; init; }

    public int MemoryMB { get; init; }

    public int MemoryMaxMB { get; init; }

    public int DiskMB { get; init; }

    public int IOPS { get; init; }

    public IReadOnlyList<NetworkResource>? Networks { get; init; }

    public IReadOnlyList<RequestedDevice>? Devices { get; init; }

    public NUMA? NUMA { get; init; }

    public int SecretsMB { get; init; }
}
