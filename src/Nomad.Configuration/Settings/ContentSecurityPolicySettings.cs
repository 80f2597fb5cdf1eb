namespace Nomad.Configuration.Settings;

/// <summary>The agent configuration block <c>ui.content_security_policy</c>.</summary>
public sealed record ContentSecurityPolicySettings
{
    /// <summary><c>ui.content_security_policy.connect_src</c>, default *.</summary>
    public IReadOnlyList<string> ConnectSrc { get; init; } = ["*"];

    /// <summary><c>ui.content_security_policy.default_src</c>, default 'none'.</summary>
    public IReadOnlyList<string> DefaultSrc { get; init; } = ["'none'"];

    /// <summary><c>ui.content_security_policy.form_action</c>, default 'none'.</summary>
    public IReadOnlyList<string> FormAction { get; init; } = ["'none'"];

    /// <summary><c>ui.content_security_policy.frame_ancestors</c>, default 'none'.</summary>
    public IReadOnlyList<string> FrameAncestors { get; init; } = ["'none'"];

    /// <summary><c>ui.content_security_policy.img_src</c>, default 'self',data:.</summary>
    public IReadOnlyList<string> ImgSrc { get; init; } = ["'self'", "data:"];

    /// <summary><c>ui.content_security_policy.script_src</c>, default 'self'.</summary>
    public IReadOnlyList<string> ScriptSrc { get; init; } = ["'self'"];

    /// <summary><c>ui.content_security_policy.style_src</c>, default 'self','unsafe-inline'.</summary>
    public IReadOnlyList<string> StyleSrc { get; init; } = ["'self'", "'unsafe-inline'"];

    internal static ContentSecurityPolicySettings From(SettingsNode node) => new()
    {
        ConnectSrc = node.List("connect_src", ["*"]),
        DefaultSrc = node.List("default_src", ["'none'"]),
        FormAction = node.List("form_action", ["'none'"]),
        FrameAncestors = node.List("frame_ancestors", ["'none'"]),
        ImgSrc = node.List("img_src", ["'self'", "data:"]),
        ScriptSrc = node.List("script_src", ["'self'"]),
        StyleSrc = node.List("style_src", ["'self'", "'unsafe-inline'"]),
    };
}
