using System.Text.Json;

namespace Nomad.Model.Stats;

/// <remarks>
/// Memory {Total,Available,Used,Free} bytes. Timestamp ns, Uptime s.
/// </remarks>
public sealed record HostStats
{
    public JsonElement? Memory { get; init; }

    public IReadOnlyList<JsonElement>? CPU { get; init; }

    public IReadOnlyList<JsonElement>? DiskStats { get; init; }

    public JsonElement? AllocDirStats { get; init; }

    public IReadOnlyList<DeviceGroupStats>? DeviceStats { get; init; }

    public ulong Uptime { get; init; }

    public long Timestamp { get; init; }

    public double CPUTicksConsumed { get; init; }
}
