namespace Nomad.Model.Stats;

public sealed record DeviceGroupStats
{
    public string Vendor { get; init => field = value ?? ""; } = "";

    public string Type { get; init => field = value ?? ""; } = "";

    public string Name { get; init => field = value ?? ""; } = "";

    public IReadOnlyDictionary<string, DeviceStats>? InstanceStats { get; init; }
}
