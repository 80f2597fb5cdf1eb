namespace Nomad.Configuration.Settings;

/// <summary>The agent configuration block <c>acl</c>.</summary>
public sealed record AclSettings
{
    /// <summary><c>acl.enabled</c>, default false.</summary>
    public bool Enabled { get; init; }

    /// <summary><c>acl.token_ttl</c>, default 30s.</summary>
    public TimeSpan TokenTTL { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary><c>acl.policy_ttl</c>, default 30s.</summary>
    public TimeSpan PolicyTTL { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary><c>acl.role_ttl</c>, default 30s.</summary>
    public TimeSpan RoleTTL { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary><c>acl.replication_token</c>.</summary>
    public Secret ReplicationToken { get; init; } = Secret.Empty;

    /// <summary><c>acl.token_min_expiration_ttl</c>, default 1m.</summary>
    public TimeSpan TokenMinExpirationTTL { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary><c>acl.token_max_expiration_ttl</c>, default 24h.</summary>
    public TimeSpan TokenMaxExpirationTTL { get; init; } = TimeSpan.FromHours(24);

    internal static AclSettings From(SettingsNode node) => new()
    {
        Enabled = node.Flag("enabled", false),
        TokenTTL = node.Span("token_ttl", TimeSpan.FromSeconds(30)),
        PolicyTTL = node.Span("policy_ttl", TimeSpan.FromSeconds(30)),
        RoleTTL = node.Span("role_ttl", TimeSpan.FromSeconds(30)),
        ReplicationToken = node.Secret("replication_token"),
        TokenMinExpirationTTL = node.Span("token_min_expiration_ttl", TimeSpan.FromMinutes(1)),
        TokenMaxExpirationTTL = node.Span("token_max_expiration_ttl", TimeSpan.FromHours(24)),
    };
}
