namespace Nomad.Configuration.Settings;

/// <summary>The agent configuration block <c>client.drain_on_shutdown</c>.</summary>
public sealed record DrainSettings
{
    /// <summary><c>client.drain_on_shutdown.deadline</c>, default 1h.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromHours(1);

    /// <summary><c>client.drain_on_shutdown.force</c>, default false.</summary>
    public bool Force { get; init; }

    /// <summary><c>client.drain_on_shutdown.ignore_system_jobs</c>, default false.</summary>
    public bool IgnoreSystemJobs { get; init; }

    internal static DrainSettings From(SettingsNode node) => new()
    {
        Deadline = node.Span("deadline", TimeSpan.FromHours(1)),
        Force = node.Flag("force", false),
        IgnoreSystemJobs = node.Flag("ignore_system_jobs", false),
    };
}
