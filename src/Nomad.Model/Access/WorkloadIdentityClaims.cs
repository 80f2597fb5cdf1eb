using System.Text.Json.Serialization;

namespace Nomad.Model.Access;

/// <remarks>
/// JWT registered claims: aud, iat, nbf, exp (if TTL), jti (alloc/uuid), iss (if oidc_issuer), sub &lt;region&gt;:&lt;ns&gt;:&lt;job
/// or parent&gt;:&lt;group&gt;:&lt;task or service&gt;:&lt;identity name&gt;; header kid, alg RS256 (EdDSA legacy keys). Node
/// identity sub node:&lt;region&gt;:&lt;pool&gt;:&lt;node id&gt;:default; introduction sub
/// node-introduction:&lt;region&gt;:&lt;pool&gt;:&lt;name&gt;:default.
/// </remarks>
public sealed record WorkloadIdentityClaims
{
    [JsonPropertyName("nomad_namespace")]
    public string Nomadnamespace { get; init; } = "";

    [JsonPropertyName("nomad_job_id")]
    public string Nomadjobid { get; init; } = "";

    [JsonPropertyName("nomad_allocation_id")]
    public string Nomadallocationid { get; init; } = "";

    [JsonPropertyName("nomad_task")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Nomadtask { get; init; }

    [JsonPropertyName("nomad_service")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Nomadservice { get; init; }

    [JsonPropertyName("consul_namespace")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Consulnamespace { get; init; }

    [JsonPropertyName("vault_namespace")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Vaultnamespace { get; init; }

    [JsonPropertyName("vault_role")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Vaultrole { get; init; }

    [JsonPropertyName("extra_claims")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Extraclaims { get; init; }
}
