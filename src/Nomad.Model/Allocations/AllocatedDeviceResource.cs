namespace Nomad.Model.Allocations;

public sealed record AllocatedDeviceResource
{
    public string Vendor { get; init; } = "";

    public string Type { get; init; } = "";

    public string Name { get; init; } = "";

    public IReadOnlyList<string>? DeviceIDs { get; init; }
}
