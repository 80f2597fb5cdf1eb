namespace Nomad.Configuration.Settings;

/// <summary>The agent configuration block <c>ports</c>.</summary>
public sealed record PortSettings
{
    /// <summary><c>ports.http</c>, default 4646.</summary>
    public int HTTP { get; init; } = 4646;

    /// <summary><c>ports.rpc</c>, default 4647.</summary>
    public int RPC { get; init; } = 4647;

    /// <summary><c>ports.serf</c>, default 4648.</summary>
    public int Serf { get; init; } = 4648;

    internal static PortSettings From(SettingsNode node) => new()
    {
        HTTP = node.Number("http", 4646),
        RPC = node.Number("rpc", 4647),
        Serf = node.Number("serf", 4648),
    };
}
