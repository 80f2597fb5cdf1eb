namespace Nomad.Model.Access;

/// <remarks>
/// Durations string or int. OIDCClientSecret returned redacted.
/// </remarks>
public sealed record ACLAuthMethodConfig
{
    public IReadOnlyList<string>? JWTValidationPubKeys { get; init; }

    public string JWKSURL { get; init => field = value ?? ""; } = "";

    public string OIDCDiscoveryURL { get; init => field = value ?? ""; } = "";

    public string OIDCClientID { get; init => field = value ?? ""; } = "";

    public string OIDCClientSecret { get; init => field = value ?? ""; } = "";

    public OIDCClientAssertion? OIDCClientAssertion { get; init; }

    public bool OIDCEnablePKCE { get; init; }

    public bool OIDCDisableUserInfo { get; init; }

    public IReadOnlyList<string>? OIDCScopes { get; init; }

    public IReadOnlyList<string>? BoundAudiences { get; init; }

    public IReadOnlyList<string>? BoundIssuer { get; init; }

    public IReadOnlyList<string>? AllowedRedirectURIs { get; init; }

    public IReadOnlyList<string>? DiscoveryCaPem { get; init; }

    public string JWKSCACert { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<string>? SigningAlgs { get; init; }

    public Duration ExpirationLeeway { get; init; }

    public Duration NotBeforeLeeway { get; init; }

    public Duration ClockSkewLeeway { get; init; }

    public IReadOnlyDictionary<string, string>? ClaimMappings { get; init; }

    public IReadOnlyDictionary<string, string>? ListClaimMappings { get; init; }

    public bool VerboseLogging { get; init; }
}
