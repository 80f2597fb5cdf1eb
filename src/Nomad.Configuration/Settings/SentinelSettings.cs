namespace Nomad.Configuration.Settings;

/// <summary>The agent configuration block <c>sentinel</c>.</summary>
public sealed record SentinelSettings
{
    /// <summary><c>sentinel.additional_enabled_modules</c>.</summary>
    public IReadOnlyList<string> AdditionalEnabledModules { get; init; } = [];

    /// <summary><c>sentinel.import</c> blocks, in order.</summary>
    public IReadOnlyList<SentinelImportSettings> Imports { get; init; } = [];

    internal static SentinelSettings From(SettingsNode node) => new()
    {
        AdditionalEnabledModules = node.List("additional_enabled_modules", []),
        Imports = [.. node.Blocks("import").Select(SentinelImportSettings.From)],
    };
}
