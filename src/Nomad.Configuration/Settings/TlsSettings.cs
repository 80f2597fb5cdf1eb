namespace Nomad.Configuration.Settings;

/// <summary>The agent configuration block <c>tls</c>.</summary>
public sealed record TlsSettings
{
    /// <summary><c>tls.http</c>, default false.</summary>
    public bool EnableHTTP { get; init; }

    /// <summary><c>tls.rpc</c>, default false.</summary>
    public bool EnableRPC { get; init; }

    /// <summary><c>tls.verify_server_hostname</c>, default false.</summary>
    public bool VerifyServerHostname { get; init; }

    /// <summary><c>tls.ca_file</c>.</summary>
    public string CAFile { get; init; } = "";

    /// <summary><c>tls.cert_file</c>.</summary>
    public string CertFile { get; init; } = "";

    /// <summary><c>tls.key_file</c>.</summary>
    public string KeyFile { get; init; } = "";

    /// <summary><c>tls.rpc_upgrade_mode</c>, default false.</summary>
    public bool RPCUpgradeMode { get; init; }

    /// <summary><c>tls.verify_https_client</c>, default false.</summary>
    public bool VerifyHTTPSClient { get; init; }

    /// <summary><c>tls.tls_cipher_suites</c>.</summary>
    public string TLSCipherSuites { get; init; } = "";

    /// <summary><c>tls.tls_min_version</c>, default tls12.</summary>
    public string TLSMinVersion { get; init; } = "tls12";

    internal static TlsSettings From(SettingsNode node) => new()
    {
        EnableHTTP = node.Flag("http", false),
        EnableRPC = node.Flag("rpc", false),
        VerifyServerHostname = node.Flag("verify_server_hostname", false),
        CAFile = node.Text("ca_file", ""),
        CertFile = node.Text("cert_file", ""),
        KeyFile = node.Text("key_file", ""),
        RPCUpgradeMode = node.Flag("rpc_upgrade_mode", false),
        VerifyHTTPSClient = node.Flag("verify_https_client", false),
        TLSCipherSuites = node.Text("tls_cipher_suites", ""),
        TLSMinVersion = node.Text("tls_min_version", "tls12"),
    };
}
