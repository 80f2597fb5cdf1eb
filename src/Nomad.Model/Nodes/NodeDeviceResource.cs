namespace Nomad.Model.Nodes;

public sealed record NodeDeviceResource
{
    public string Vendor { get; init => field = value ?? ""; } = "";

    public string Type { get; init => field = value ?? ""; } = "";

    public string Name { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<NodeDevice>? Instances { get; init; }

    public IReadOnlyDictionary<string, DeviceAttribute>? Attributes { get; init; }
}
