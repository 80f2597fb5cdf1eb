namespace Nomad.Configuration.Settings;

/// <summary>The agent configuration block <c>server.plan_rejection_tracker</c>.</summary>
public sealed record PlanRejectionSettings
{
    /// <summary><c>server.plan_rejection_tracker.enabled</c>, default false.</summary>
    public bool Enabled { get; init; }

    /// <summary><c>server.plan_rejection_tracker.node_threshold</c>, default 100.</summary>
    public int NodeThreshold { get; init; } = 100;

    /// <summary><c>server.plan_rejection_tracker.node_window</c>, default 5m.</summary>
    public TimeSpan NodeWindow { get; init; } = TimeSpan.FromMinutes(5);

    internal static PlanRejectionSettings From(SettingsNode node) => new()
    {
        Enabled = node.Flag("enabled", false),
        NodeThreshold = node.Number("node_threshold", 100),
        NodeWindow = node.Span("node_window", TimeSpan.FromMinutes(5)),
    };
}
