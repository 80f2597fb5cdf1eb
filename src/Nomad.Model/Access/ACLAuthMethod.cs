namespace Nomad.Model.Access;

/// <remarks>
/// Type OIDC|JWT; TokenLocality local|global; MaxTokenTTL string or int; TokenNameFormat default
/// ${auth_method_type}-${auth_method_name}.
/// </remarks>
public sealed record ACLAuthMethod
{
    public string Name { get; init; } = "";

    public string Type { get; init; } = "";

    public string TokenLocality { get; init; } = "";

    public string TokenNameFormat { get; init; } = "";

    public Duration MaxTokenTTL { get; init; }

    public bool Default { get; init; }

    public ACLAuthMethodConfig? Config { get; init; }

    public byte[]? Hash { get; init; }

    public DateTimeOffset CreateTime { get; init; }

    public DateTimeOffset ModifyTime { get; init; }

    public ulong CreateIndex { get; init; }

    public ulong ModifyIndex { get; init; }
}
