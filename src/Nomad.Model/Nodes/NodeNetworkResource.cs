namespace Nomad.Model.Nodes;

public sealed record NodeNetworkResource
{
    public string Mode { get; init; } = "";

    public string Device { get; init; } = "";

    public string MacAddress { get; init; } = "";

    public int Speed { get; init; }

    public IReadOnlyList<NodeNetworkAddress>? Addresses { get; init; }
}
