namespace Nomad.Model.Nodes;

/// <remarks>
/// Family ipv4|ipv6.
/// </remarks>
public sealed record NodeNetworkAddress
{
    public string Family { get; init; } = "";

    public string Alias { get; init; } = "";

    public string Address { get; init; } = "";

    public string ReservedPorts { get; init; } = "";

    public string Gateway { get; init; } = "";
}
