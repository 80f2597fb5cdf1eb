using System.Text.Json;

namespace Nomad.Client.Fingerprinting.Integrations;

/// <summary>What a Vault server tells without a token (<c>/v1/sys/seal-status</c>) as attributes of the node. Pure.</summary>
public static class VaultFacts
{
    public const string Path = "v1/sys/seal-status";

    public static NodeFacts Read(JsonElement status, string cluster)
    {
        var facts = new NodeFacts();
        var prefix = cluster == IntegrationAccess.DefaultCluster ? "vault." : $"vault.{cluster}.";
        facts.Set(prefix + "accessible", "true");
        foreach (var name in (string[])["version", "cluster_id", "cluster_name"])
        {
            if (status.ValueKind == JsonValueKind.Object && status.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String)
                facts.Set(prefix + name, value.GetString());
        }
        return facts;
    }
}
