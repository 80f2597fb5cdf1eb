namespace Nomad.Model.Nodes;

public sealed record ClientHostNetworkConfig
{
    public string Name { get; init; } = "";

    public string CIDR { get; init; } = "";

    public string Interface { get; init; } = "";

    public string ReservedPorts { get; init; } = "";
}
