namespace Nomad.Configuration.Settings;

/// <summary>The agent configuration block <c>addresses</c>.</summary>
public sealed record AddressSettings
{
    /// <summary><c>addresses.http</c>, default bind_addr.</summary>
    public string HTTP { get; init; } = "";

    /// <summary><c>addresses.rpc</c>, default bind_addr.</summary>
    public string RPC { get; init; } = "";

    /// <summary><c>addresses.serf</c>, default bind_addr.</summary>
    public string Serf { get; init; } = "";

    internal static AddressSettings From(SettingsNode node) => new()
    {
        HTTP = node.Text("http", ""),
        RPC = node.Text("rpc", ""),
        Serf = node.Text("serf", ""),
    };
}
