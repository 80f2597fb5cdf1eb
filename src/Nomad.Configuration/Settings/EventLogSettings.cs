namespace Nomad.Configuration.Settings;

/// <summary>The agent configuration block <c>eventlog</c>.</summary>
public sealed record EventLogSettings
{
    /// <summary><c>eventlog.enabled</c>, default false.</summary>
    public bool Enabled { get; init; }

    /// <summary><c>eventlog.level</c>, default error.</summary>
    public string Level { get; init; } = "error";

    internal static EventLogSettings From(SettingsNode node) => new()
    {
        Enabled = node.Flag("enabled", false),
        Level = node.Text("level", "error"),
    };
}
