using System.Text.Json.Serialization;
using Nomad.Model.Json;

namespace Nomad.Model.Access;

/// <remarks>
/// Type client|management. ExpirationTTL JSON string ("8h0m0s", "" when 0) or int on input; bounds token_min_expiration_ttl 1m,
/// token_max_expiration_ttl 24h. Name ≤256.
/// </remarks>
public sealed record ACLToken
{
    public string AccessorID { get; init => field = value ?? ""; } = "";

    public string SecretID { get; init => field = value ?? ""; } = "";

    public string Name { get; init => field = value ?? ""; } = "";

    public string Type { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<string>? Policies { get; init; }

    public IReadOnlyList<ACLTokenRoleLink>? Roles { get; init; }

    public bool Global { get; init; }

    public byte[]? Hash { get; init; }

    public DateTimeOffset CreateTime { get; init; }

    public DateTimeOffset? ExpirationTime { get; init; }

    [JsonConverter(typeof(DurationTextOrEmptyConverter))]
    public Duration ExpirationTTL { get; init; }

    public ulong CreateIndex { get; init; }

    public ulong ModifyIndex { get; init; }
}
