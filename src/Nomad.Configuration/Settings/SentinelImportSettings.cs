namespace Nomad.Configuration.Settings;

/// <summary>The agent configuration block <c>sentinel.import</c>.</summary>
public sealed record SentinelImportSettings
{
    /// <summary>The label of the block.</summary>
    public string Name { get; init; } = "";

    /// <summary><c>sentinel.import.path</c>.</summary>
    public string Path { get; init; } = "";

    /// <summary><c>sentinel.import.args</c>.</summary>
    public IReadOnlyList<string> Args { get; init; } = [];

    internal static SentinelImportSettings From(SettingsNode node) => new()
    {
        Name = node.Label,
        Path = node.Text("path", ""),
        Args = node.List("args", []),
    };
}
