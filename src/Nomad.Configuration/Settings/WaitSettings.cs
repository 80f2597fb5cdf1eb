namespace Nomad.Configuration.Settings;

/// <summary>The agent configuration blocks <c>client.template.wait</c> and <c>wait_bounds</c>.</summary>
public sealed record WaitSettings
{
    /// <summary><c>min</c>; null when not given (a template waits 5s to 4m by default).</summary>
    public TimeSpan? Min { get; init; }

    /// <summary><c>max</c>; null when not given (a template waits 5s to 4m by default).</summary>
    public TimeSpan? Max { get; init; }

    internal static WaitSettings From(SettingsNode node) => new()
    {
        Min = node.OptionalSpan("min"),
        Max = node.OptionalSpan("max"),
    };
}
