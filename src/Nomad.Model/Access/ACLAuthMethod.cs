using System.Text.Json.Serialization;
using Nomad.Model.Json;

namespace Nomad.Model.Access;

/// <remarks>
/// Type OIDC|JWT; TokenLocality local|global; MaxTokenTTL string or int; TokenNameFormat default
/// ${auth_method_type}-${auth_method_name}.
/// </remarks>
public sealed record ACLAuthMethod
{
    public string Name { get; init => field = value ?? ""; } = "";

    public string Type { get; init => field = value ?? ""; } = "";

    public string TokenLocality { get; init => field = value ?? ""; } = "";

    public string TokenNameFormat { get; init => field = value ?? ""; } = "";

    [JsonConverter(typeof(DurationTextConverter))]
    public Duration MaxTokenTTL { get; init; }

    public bool Default { get; init; }

    public ACLAuthMethodConfig? Config { get; init; }

    public byte[]? Hash { get; init; }

    public DateTimeOffset CreateTime { get; init; }

    public DateTimeOffset ModifyTime { get; init; }

    public ulong CreateIndex { get; init; }

    public ulong ModifyIndex { get; init; }
}
