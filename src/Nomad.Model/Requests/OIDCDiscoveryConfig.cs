using System.Text.Json.Serialization;

namespace Nomad.Model.Requests;

public sealed record OIDCDiscoveryConfig
{
    [JsonPropertyName("issuer")]
    public string Issuer { get; init => field = value ?? ""; } = "";

    [JsonPropertyName("jwks_uri")]
    public string Jwksuri { get; init => field = value ?? ""; } = "";

    [JsonPropertyName("id_token_signing_alg_values_supported")]
    public IReadOnlyList<string>? Idtokensigningalgvaluessupported { get; init; }

    [JsonPropertyName("response_types_supported")]
    public IReadOnlyList<string>? Responsetypessupported { get; init; }

    [JsonPropertyName("subject_types_supported")]
    public IReadOnlyList<string>? Subjecttypessupported { get; init; }
}
