namespace Nomad.Model.Nodes;

public sealed record NodeNetworkResource
{
    public string Mode { get; init => field = value ?? ""; } = "";

    public string Device { get; init => field = value ?? ""; } = "";

    public string MacAddress { get; init => field = value ?? ""; } = "";

    public int Speed { get; init; }

    public IReadOnlyList<NodeNetworkAddress>? Addresses { get; init; }
}
