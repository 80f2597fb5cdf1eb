namespace Nomad.Model.Nodes;

public sealed record ClientHostNetworkConfig
{
    public string Name { get; init => field = value ?? ""; } = "";

    public string CIDR { get; init => field = value ?? ""; } = "";

    public string Interface { get; init => field = value ?? ""; } = "";

    public string ReservedPorts { get; init => field = value ?? ""; } = "";
}
