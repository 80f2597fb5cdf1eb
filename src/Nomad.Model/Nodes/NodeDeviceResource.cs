namespace Nomad.Model.Nodes;

public sealed record NodeDeviceResource
{
    public string Vendor { get; init; } = "";

    public string Type { get; init; } = "";

    public string Name { get; init; } = "";

    public IReadOnlyList<NodeDevice>? Instances { get; init; }

    public IReadOnlyDictionary<string, DeviceAttribute>? Attributes { get; init; }
}
