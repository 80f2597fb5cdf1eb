namespace Nomad.Configuration.Settings;

/// <summary>The agent configuration block <c>ui.consul</c>.</summary>
public sealed record LinkSettings
{
    /// <summary><c>ui.consul.ui_url</c>.</summary>
    public string UIURL { get; init; } = "";

    internal static LinkSettings From(SettingsNode node) => new()
    {
        UIURL = node.Text("ui_url", ""),
    };
}
