namespace Nomad.Configuration.Settings;

/// <summary>The agent configuration block <c>client.template.consul_retry</c>.</summary>
public sealed record RetrySettings
{
    /// <summary><c>client.template.consul_retry.attempts</c>, default 12.</summary>
    public int Attempts { get; init; } = 12;

    /// <summary><c>client.template.consul_retry.backoff</c>, default 250ms.</summary>
    public TimeSpan Backoff { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary><c>client.template.consul_retry.max_backoff</c>, default 1m.</summary>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromMinutes(1);

    internal static RetrySettings From(SettingsNode node) => new()
    {
        Attempts = node.Number("attempts", 12),
        Backoff = node.Span("backoff", TimeSpan.FromMilliseconds(250)),
        MaxBackoff = node.Span("max_backoff", TimeSpan.FromMinutes(1)),
    };
}
