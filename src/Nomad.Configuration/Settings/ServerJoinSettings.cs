namespace Nomad.Configuration.Settings;

/// <summary>The agent configuration block <c>client.server_join</c>.</summary>
public sealed record ServerJoinSettings
{
    /// <summary><c>client.server_join.start_join</c>.</summary>
    public IReadOnlyList<string> StartJoin { get; init; } = [];

    /// <summary><c>client.server_join.retry_join</c>.</summary>
    public IReadOnlyList<string> RetryJoin { get; init; } = [];

    /// <summary><c>client.server_join.retry_max</c>, default 0.</summary>
    public int RetryMax { get; init; }

    /// <summary><c>client.server_join.retry_interval</c>, default 30s.</summary>
    public TimeSpan RetryInterval { get; init; } = TimeSpan.FromSeconds(30);

    internal static ServerJoinSettings From(SettingsNode node) => new()
    {
        StartJoin = node.List("start_join", []),
        RetryJoin = node.List("retry_join", []),
        RetryMax = node.Number("retry_max", 0),
        RetryInterval = node.Span("retry_interval", TimeSpan.FromSeconds(30)),
    };
}
