namespace Nomad.Configuration.Settings;

/// <summary>The agent configuration block <c>atlas</c>, of a service that is retired: it is shown, and nothing follows from it.</summary>
public sealed record AtlasSettings
{
    /// <summary><c>atlas.infrastructure</c>.</summary>
    public string Infrastructure { get; init; } = "";

    /// <summary><c>atlas.join</c>, default false.</summary>
    public bool Join { get; init; }

    internal static AtlasSettings From(SettingsNode node) => new()
    {
        Infrastructure = node.Text("infrastructure", ""),
        Join = node.Flag("join", false),
    };
}
