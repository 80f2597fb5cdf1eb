namespace Nomad.Configuration.Settings;

/// <summary>The agent configuration block <c>ui</c>.</summary>
public sealed record WebSettings
{
    /// <summary><c>ui.enabled</c>, default true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary><c>ui.show_cli_hints</c>, default true.</summary>
    public bool ShowCliHints { get; init; } = true;

    /// <summary>The <c>ui.content_security_policy</c> block.</summary>
    public ContentSecurityPolicySettings ContentSecurityPolicy { get; init; } = new();

    /// <summary>The <c>ui.consul</c> block.</summary>
    public LinkSettings Consul { get; init; } = new();

    /// <summary>The <c>ui.vault</c> block.</summary>
    public LinkSettings Vault { get; init; } = new();

    /// <summary>The <c>ui.label</c> block.</summary>
    public WebLabelSettings Label { get; init; } = new();

    internal static WebSettings From(SettingsNode node) => new()
    {
        Enabled = node.Flag("enabled", true),
        ShowCliHints = node.Flag("show_cli_hints", true),
        ContentSecurityPolicy = ContentSecurityPolicySettings.From(node.Block("content_security_policy")),
        Consul = LinkSettings.From(node.Block("consul")),
        Vault = LinkSettings.From(node.Block("vault")),
        Label = WebLabelSettings.From(node.Block("label")),
    };
}
