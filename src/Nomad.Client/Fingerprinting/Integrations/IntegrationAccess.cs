namespace Nomad.Client.Fingerprinting.Integrations;

/// <summary>How a service beside Nomad (Consul, Vault) is reached.</summary>
public sealed record IntegrationAccess
{
    public const string DefaultCluster = "default";

    /// <summary>The name of the block; <see cref="DefaultCluster"/> has attributes without a cluster in their names.</summary>
    public string Cluster { get; init; } = DefaultCluster;

    /// <summary><c>host:port</c>, <c>http://…</c>, <c>https://…</c> or <c>unix:///path</c>.</summary>
    public required string Address { get; init; }

    /// <summary>Speak TLS to an address without a scheme.</summary>
    public bool Tls { get; init; }

    /// <summary>Sent with every question: tokens, namespaces.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>PEM file of the authorities to trust instead of the system's; empty = the system's.</summary>
    public string CaFile { get; init; } = "";

    /// <summary>PEM files of this agent's own certificate; both or none.</summary>
    public string CertFile { get; init; } = "";

    public string KeyFile { get; init; } = "";

    /// <summary>The name expected in the certificate; empty = the host of the address.</summary>
    public string ServerName { get; init; } = "";

    public bool SkipVerify { get; init; }

    /// <summary>How long one question may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);
}
