namespace Nomad.Configuration.Settings;

/// <summary>The agent configuration block <c>ui.label</c>.</summary>
public sealed record WebLabelSettings
{
    /// <summary><c>ui.label.text</c>.</summary>
    public string Text { get; init; } = "";

    /// <summary><c>ui.label.background_color</c>.</summary>
    public string BackgroundColor { get; init; } = "";

    /// <summary><c>ui.label.text_color</c>.</summary>
    public string TextColor { get; init; } = "";

    internal static WebLabelSettings From(SettingsNode node) => new()
    {
        Text = node.Text("text", ""),
        BackgroundColor = node.Text("background_color", ""),
        TextColor = node.Text("text_color", ""),
    };
}
