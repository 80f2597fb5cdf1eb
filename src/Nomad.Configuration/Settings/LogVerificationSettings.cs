namespace Nomad.Configuration.Settings;

/// <summary>The agent configuration block <c>server.raft_logstore.verification</c>.</summary>
public sealed record LogVerificationSettings
{
    /// <summary><c>server.raft_logstore.verification.enabled</c>, default false.</summary>
    public bool Enabled { get; init; }

    /// <summary><c>server.raft_logstore.verification.interval</c>, default 5m.</summary>
    public string Interval { get; init; } = "5m";

    internal static LogVerificationSettings From(SettingsNode node) => new()
    {
        Enabled = node.Flag("enabled", false),
        Interval = node.Text("interval", "5m"),
    };
}
