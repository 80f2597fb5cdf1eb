namespace Nomad.Model.Namespaces;

/// <remarks>
/// Name [a-zA-Z0-9-]{1,128}. NodePoolConfiguration/Vault/Consul config: Ent. Hash blake2b.
/// </remarks>
public sealed record Namespace
{
    public string Name { get; init => field = value ?? ""; } = "";

    public string Description { get; init => field = value ?? ""; } = "";

    public string Quota { get; init => field = value ?? ""; } = "";

    public NamespaceCapabilities? Capabilities { get; init; }

    public NamespaceNodePoolConfiguration? NodePoolConfiguration { get; init; }

    public NamespaceVaultConfiguration? VaultConfiguration { get; init; }

    public NamespaceConsulConfiguration? ConsulConfiguration { get; init; }

    public IReadOnlyDictionary<string, string>? Meta { get; init; }

    public byte[]? Hash { get; init; }

    public ulong CreateIndex { get; init; }

    public ulong ModifyIndex { get; init; }

    public IReadOnlyDictionary<string, string>? RequiredExtraClaims { get; init; }

    public IReadOnlyDictionary<string, string>? OptionalExtraClaims { get; init; }
}
