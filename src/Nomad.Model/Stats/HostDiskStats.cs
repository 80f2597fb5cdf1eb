namespace Nomad.Model.Stats;

public sealed record HostDiskStats
{
    public string Device { get; init => field = value ?? ""; } = "";

    public string Mountpoint { get; init => field = value ?? ""; } = "";

    public ulong Size { get; init; }

    public ulong Used { get; init; }

    public ulong Available { get; init; }

    public double UsedPercent { get; init; }

    public double InodesUsedPercent { get; init; }
}
