namespace Nomad.Model.Nodes;

/// <remarks>
/// Family ipv4|ipv6.
/// </remarks>
public sealed record NodeNetworkAddress
{
    public string Family { get; init => field = value ?? ""; } = "";

    public string Alias { get; init => field = value ?? ""; } = "";

    public string Address { get; init => field = value ?? ""; } = "";

    public string ReservedPorts { get; init => field = value ?? ""; } = "";

    public string Gateway { get; init => field = value ?? ""; } = "";
}
