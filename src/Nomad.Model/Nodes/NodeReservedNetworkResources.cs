namespace Nomad.Model.Nodes;

/// <remarks>
/// ReservedHostPorts "22,80,8500-8600".
/// </remarks>
public sealed record NodeReservedNetworkResources
{
    public string ReservedHostPorts { get; init => field = value ?? ""; } = "";
}
