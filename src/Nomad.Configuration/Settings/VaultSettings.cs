namespace Nomad.Configuration.Settings;

/// <summary>The agent configuration block <c>vault</c>.</summary>
public sealed record VaultSettings
{
    /// <summary><c>vault.name</c>, default default.</summary>
    public string Name { get; init; } = "default";

    /// <summary><c>vault.enabled</c>, default false.</summary>
    public bool Enabled { get; init; }

    /// <summary><c>vault.create_from_role</c>.</summary>
    public string Role { get; init; } = "";

    /// <summary><c>vault.namespace</c>.</summary>
    public string Namespace { get; init; } = "";

    /// <summary><c>vault.address</c>, default https://vault.service.consul:8200.</summary>
    public string Addr { get; init; } = "https://vault.service.consul:8200";

    /// <summary><c>vault.jwt_auth_backend_path</c>, default jwt-nomad.</summary>
    public string JWTAuthBackendPath { get; init; } = "jwt-nomad";

    /// <summary><c>vault.ca_file</c>.</summary>
    public string TLSCaFile { get; init; } = "";

    /// <summary><c>vault.ca_path</c>.</summary>
    public string TLSCaPath { get; init; } = "";

    /// <summary><c>vault.cert_file</c>.</summary>
    public string TLSCertFile { get; init; } = "";

    /// <summary><c>vault.key_file</c>.</summary>
    public string TLSKeyFile { get; init; } = "";

    /// <summary><c>vault.tls_skip_verify</c>, default false.</summary>
    public bool TLSSkipVerify { get; init; }

    /// <summary><c>vault.tls_server_name</c>.</summary>
    public string TLSServerName { get; init; } = "";

    /// <summary><c>vault.token</c>.</summary>
    public Secret Token { get; init; } = Secret.Empty;

    /// <summary>The <c>vault.default_identity</c> block, null when absent.</summary>
    public IdentitySettings? DefaultIdentity { get; init; }

    internal static VaultSettings From(SettingsNode node) => new()
    {
        Name = node.Text("name", "default"),
        Enabled = node.Flag("enabled", false),
        Role = node.Text("create_from_role", ""),
        Namespace = node.Text("namespace", ""),
        Addr = node.Text("address", "https://vault.service.consul:8200"),
        JWTAuthBackendPath = node.Text("jwt_auth_backend_path", "jwt-nomad"),
        TLSCaFile = node.Text("ca_file", ""),
        TLSCaPath = node.Text("ca_path", ""),
        TLSCertFile = node.Text("cert_file", ""),
        TLSKeyFile = node.Text("key_file", ""),
        TLSSkipVerify = node.Flag("tls_skip_verify", false),
        TLSServerName = node.Text("tls_server_name", ""),
        Token = node.Secret("token"),
        DefaultIdentity = node.OptionalBlock("default_identity") is { } defaultIdentity ? IdentitySettings.From(defaultIdentity) : null,
    };
}
