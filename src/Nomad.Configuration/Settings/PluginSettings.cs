using System.Text.Json.Nodes;

namespace Nomad.Configuration.Settings;

/// <summary>A block <c>plugin "name"</c>.</summary>
public sealed record PluginSettings
{
    /// <summary>The label: a built-in driver or an executable in <c>plugin_dir</c>.</summary>
    public string Name { get; init; } = "";

    /// <summary>Arguments of an external plugin.</summary>
    public IReadOnlyList<string> Args { get; init; } = [];

    /// <summary>
    /// The <c>config</c> block, empty when absent: nested blocks are objects, values have the types of the plugin's keys.
    /// Do not change it.
    /// </summary>
    public JsonObject Config { get; init; } = [];

    internal static PluginSettings From(SettingsNode node) => new()
    {
        Name = node.Label,
        Args = node.List("args", []),
        Config = node.OptionalBlock("config")?.ToJson() ?? [],
    };
}
