namespace Nomad.Configuration.Settings;

/// <summary>The agent configuration block <c>client.fingerprint</c>.</summary>
public sealed record FingerprintSettings
{
    /// <summary>The label of the block.</summary>
    public string Name { get; init; } = "";

    /// <summary><c>client.fingerprint.retry_interval</c>, default 2s.</summary>
    public TimeSpan RetryInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary><c>client.fingerprint.retry_attempts</c>, default 0.</summary>
    public int RetryAttempts { get; init; }

    /// <summary><c>client.fingerprint.exit_on_failure</c>, default false.</summary>
    public bool ExitOnFailure { get; init; }

    internal static FingerprintSettings From(SettingsNode node) => new()
    {
        Name = node.Label,
        RetryInterval = node.Span("retry_interval", TimeSpan.FromSeconds(2)),
        RetryAttempts = node.Number("retry_attempts", 0),
        ExitOnFailure = node.Flag("exit_on_failure", false),
    };
}
