namespace Nomad.Configuration.Settings;

/// <summary>The agent configuration block <c>rpc</c>.</summary>
public sealed record RpcSettings
{
    /// <summary><c>rpc.accept_backlog</c>, default 256.</summary>
    public int AcceptBacklog { get; init; } = 256;

    /// <summary><c>rpc.keep_alive_interval</c>, default 30s.</summary>
    public TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary><c>rpc.connection_write_timeout</c>, default 10s.</summary>
    public TimeSpan ConnectionWriteTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary><c>rpc.stream_open_timeout</c>, default 75s.</summary>
    public TimeSpan StreamOpenTimeout { get; init; } = TimeSpan.FromSeconds(75);

    /// <summary><c>rpc.stream_close_timeout</c>, default 5m.</summary>
    public TimeSpan StreamCloseTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary><c>rpc.dial_timeout</c>, default 10s.</summary>
    public TimeSpan DialTimeout { get; init; } = TimeSpan.FromSeconds(10);

    internal static RpcSettings From(SettingsNode node) => new()
    {
        AcceptBacklog = node.Number("accept_backlog", 256),
        KeepAliveInterval = node.Span("keep_alive_interval", TimeSpan.FromSeconds(30)),
        ConnectionWriteTimeout = node.Span("connection_write_timeout", TimeSpan.FromSeconds(10)),
        StreamOpenTimeout = node.Span("stream_open_timeout", TimeSpan.FromSeconds(75)),
        StreamCloseTimeout = node.Span("stream_close_timeout", TimeSpan.FromMinutes(5)),
        DialTimeout = node.Span("dial_timeout", TimeSpan.FromSeconds(10)),
    };
}
