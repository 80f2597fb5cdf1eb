namespace Nomad.Model.Stats;

public sealed record DeviceGroupStats
{
    public string Vendor { get; init; } = "";

    public string Type { get; init; } = "";

    public string Name { get; init; } = "";

    public IReadOnlyDictionary<string, DeviceStats>? InstanceStats { get; init; }
}
