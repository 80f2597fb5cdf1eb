namespace Nomad.Configuration.Settings;

/// <summary>The agent configuration block <c>server.client_introduction</c>.</summary>
public sealed record ClientIntroductionSettings
{
    /// <summary><c>server.client_introduction.enforcement</c>, default warn.</summary>
    public string Enforcement { get; init; } = "warn";

    /// <summary><c>server.client_introduction.default_identity_ttl</c>, default 5m.</summary>
    public TimeSpan DefaultIdentityTTL { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary><c>server.client_introduction.max_identity_ttl</c>, default 30m.</summary>
    public TimeSpan MaxIdentityTTL { get; init; } = TimeSpan.FromMinutes(30);

    internal static ClientIntroductionSettings From(SettingsNode node) => new()
    {
        Enforcement = node.Text("enforcement", "warn"),
        DefaultIdentityTTL = node.Span("default_identity_ttl", TimeSpan.FromMinutes(5)),
        MaxIdentityTTL = node.Span("max_identity_ttl", TimeSpan.FromMinutes(30)),
    };
}
