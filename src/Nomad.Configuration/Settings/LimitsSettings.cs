namespace Nomad.Configuration.Settings;

/// <summary>The agent configuration block <c>limits</c>.</summary>
public sealed record LimitsSettings
{
    /// <summary><c>limits.https_handshake_timeout</c>, default 5s.</summary>
    public TimeSpan HTTPSHandshakeTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary><c>limits.http_max_conns_per_client</c>, default 100.</summary>
    public int HTTPMaxConnsPerClient { get; init; } = 100;

    /// <summary><c>limits.rpc_handshake_timeout</c>, default 5s.</summary>
    public TimeSpan RPCHandshakeTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary><c>limits.rpc_max_conns_per_client</c>, default 100.</summary>
    public int RPCMaxConnsPerClient { get; init; } = 100;

    internal static LimitsSettings From(SettingsNode node) => new()
    {
        HTTPSHandshakeTimeout = node.Span("https_handshake_timeout", TimeSpan.FromSeconds(5)),
        HTTPMaxConnsPerClient = node.Number("http_max_conns_per_client", 100),
        RPCHandshakeTimeout = node.Span("rpc_handshake_timeout", TimeSpan.FromSeconds(5)),
        RPCMaxConnsPerClient = node.Number("rpc_max_conns_per_client", 100),
    };
}
