namespace Nomad.Model.Allocations;

public sealed record AllocatedDeviceResource
{
    public string Vendor { get; init => field = value ?? ""; } = "";

    public string Type { get; init => field = value ?? ""; } = "";

    public string Name { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<string>? DeviceIDs { get; init; }
}
