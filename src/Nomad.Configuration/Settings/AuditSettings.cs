namespace Nomad.Configuration.Settings;

/// <summary>The agent configuration block <c>audit</c>.</summary>
public sealed record AuditSettings
{
    /// <summary><c>audit.enabled</c>.</summary>
    public bool? Enabled { get; init; }

    /// <summary><c>audit.sink</c> blocks, in order.</summary>
    public IReadOnlyList<AuditSinkSettings> Sinks { get; init; } = [];

    /// <summary><c>audit.filter</c> blocks, in order.</summary>
    public IReadOnlyList<AuditFilterSettings> Filters { get; init; } = [];

    internal static AuditSettings From(SettingsNode node) => new()
    {
        Enabled = node.Flag("enabled"),
        Sinks = [.. node.Blocks("sink").Select(AuditSinkSettings.From)],
        Filters = [.. node.Blocks("filter").Select(AuditFilterSettings.From)],
    };
}
