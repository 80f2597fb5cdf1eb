namespace Nomad.Configuration.Settings;

/// <summary>The agent configuration block <c>client.host_network</c>.</summary>
public sealed record HostNetworkSettings
{
    /// <summary>The label of the block.</summary>
    public string Name { get; init; } = "";

    /// <summary><c>client.host_network.cidr</c>.</summary>
    public string CIDR { get; init; } = "";

    /// <summary><c>client.host_network.interface</c>.</summary>
    public string Interface { get; init; } = "";

    /// <summary><c>client.host_network.reserved_ports</c>.</summary>
    public string ReservedPorts { get; init; } = "";

    internal static HostNetworkSettings From(SettingsNode node) => new()
    {
        Name = node.Label,
        CIDR = node.Text("cidr", ""),
        Interface = node.Text("interface", ""),
        ReservedPorts = node.Text("reserved_ports", ""),
    };
}
