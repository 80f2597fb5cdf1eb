namespace Nomad.Configuration.Settings;

/// <summary>The agent configuration block <c>client.users</c>.</summary>
public sealed record UserSettings
{
    /// <summary><c>client.users.dynamic_user_min</c>, default 80000.</summary>
    public int DynamicUserMin { get; init; } = 80000;

    /// <summary><c>client.users.dynamic_user_max</c>, default 89999.</summary>
    public int DynamicUserMax { get; init; } = 89999;

    internal static UserSettings From(SettingsNode node) => new()
    {
        DynamicUserMin = node.Number("dynamic_user_min", 80000),
        DynamicUserMax = node.Number("dynamic_user_max", 89999),
    };
}
