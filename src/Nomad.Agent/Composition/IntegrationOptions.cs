using System.Text;
using Nomad.Client.Fingerprinting.Integrations;
using Nomad.Configuration;

namespace Nomad.Agent.Composition;

/// <summary>How the client reaches Consul and Vault, from their blocks in the configuration.</summary>
internal static class IntegrationOptions
{
    public static IReadOnlyList<IntegrationAccess> Consul(AgentConfiguration configuration) => [.. configuration.Consuls.Select(block =>
    {
        var headers = new Dictionary<string, string>();
        if (!block.Token.IsEmpty)
            headers["X-Consul-Token"] = block.Token.Reveal();
        if (!block.Auth.IsEmpty)
            headers["Authorization"] = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(block.Auth.Reveal()));
        if (block.Namespace.Length > 0)
            headers["X-Consul-Namespace"] = block.Namespace;
        return new IntegrationAccess
        {
            Cluster = block.Name, Address = block.Addr, Tls = block.EnableSSL, Headers = headers, Timeout = block.Timeout,
            CaFile = block.CAFile, CertFile = block.CertFile, KeyFile = block.KeyFile, SkipVerify = !block.VerifySSL,
        };
    })];

    /// <summary>The Consul that this agent itself belongs to: the block without a name.</summary>
    public static IntegrationAccess OwnConsul(AgentConfiguration configuration) =>
        Consul(configuration).First(access => access.Cluster == IntegrationAccess.DefaultCluster);

    /// <summary>Only what is enabled: Vault is opt-in.</summary>
    public static IReadOnlyList<IntegrationAccess> Vault(AgentConfiguration configuration) => [.. configuration.Vaults.Where(block => block.Enabled).Select(block =>
        new IntegrationAccess
        {
            Cluster = block.Name, Address = block.Addr, Tls = true, CaFile = block.TLSCaFile, CertFile = block.TLSCertFile, KeyFile = block.TLSKeyFile,
            ServerName = block.TLSServerName, SkipVerify = block.TLSSkipVerify,
            Headers = block.Namespace.Length > 0 ? new Dictionary<string, string> { ["X-Vault-Namespace"] = block.Namespace } : new Dictionary<string, string>(),
        })];
}
