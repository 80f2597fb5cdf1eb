namespace Nomad.Configuration.Settings;

/// <summary>The agent configuration block <c>autopilot</c>.</summary>
public sealed record AutopilotSettings
{
    /// <summary><c>autopilot.cleanup_dead_servers</c>, default true.</summary>
    public bool CleanupDeadServers { get; init; } = true;

    /// <summary><c>autopilot.server_stabilization_time</c>, default 10s.</summary>
    public TimeSpan ServerStabilizationTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary><c>autopilot.last_contact_threshold</c>, default 200ms.</summary>
    public TimeSpan LastContactThreshold { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary><c>autopilot.max_trailing_logs</c>, default 250.</summary>
    public int MaxTrailingLogs { get; init; } = 250;

    /// <summary><c>autopilot.min_quorum</c>, default 0.</summary>
    public int MinQuorum { get; init; }

    /// <summary><c>autopilot.enable_redundancy_zones</c>, default false.</summary>
    public bool EnableRedundancyZones { get; init; }

    /// <summary><c>autopilot.disable_upgrade_migration</c>, default false.</summary>
    public bool DisableUpgradeMigration { get; init; }

    /// <summary><c>autopilot.enable_custom_upgrades</c>, default false.</summary>
    public bool EnableCustomUpgrades { get; init; }

    internal static AutopilotSettings From(SettingsNode node) => new()
    {
        CleanupDeadServers = node.Flag("cleanup_dead_servers", true),
        ServerStabilizationTime = node.Span("server_stabilization_time", TimeSpan.FromSeconds(10)),
        LastContactThreshold = node.Span("last_contact_threshold", TimeSpan.FromMilliseconds(200)),
        MaxTrailingLogs = node.Number("max_trailing_logs", 250),
        MinQuorum = node.Number("min_quorum", 0),
        EnableRedundancyZones = node.Flag("enable_redundancy_zones", false),
        DisableUpgradeMigration = node.Flag("disable_upgrade_migration", false),
        EnableCustomUpgrades = node.Flag("enable_custom_upgrades", false),
    };
}
