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
    public string Nomadnamespace { get; init => field = value ?? ""; } = "";

    [JsonPropertyName("nomad_job_id")]
    public string Nomadjobid { get; init => field = value ?? ""; } = "";

    [JsonPropertyName("nomad_allocation_id")]
    public string Nomadallocationid { get; init => field = value ?? ""; } = "";

    [JsonPropertyName("nomad_task")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Nomadtask { get; init => field = string.IsNullOrEmpty(value) ? null : value; }

    [JsonPropertyName("nomad_service")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Nomadservice { get; init => field = string.IsNullOrEmpty(value) ? null : value; }

    [JsonPropertyName("consul_namespace")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Consulnamespace { get; init => field = string.IsNullOrEmpty(value) ? null : value; }

    [JsonPropertyName("vault_namespace")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Vaultnamespace { get; init => field = string.IsNullOrEmpty(value) ? null : value; }

    [JsonPropertyName("vault_role")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Vaultrole { get; init => field = string.IsNullOrEmpty(value) ? null : value; }

    [JsonPropertyName("extra_claims")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Extraclaims { get; init => field = value is { Count: 0 } ? null : value; }
}
