namespace Nomad.Model.Access;

/// <remarks>
/// no SecretID
/// </remarks>
public sealed record ACLTokenListStub
{
    public string AccessorID { get; init => field = value ?? ""; } = "";

    public string Name { get; init => field = value ?? ""; } = "";

    public string Type { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<string>? Policies { get; init; }

    public IReadOnlyList<ACLTokenRoleLink>? Roles { get; init; }

    public bool Global { get; init; }

    public byte[]? Hash { get; init; }

    public DateTimeOffset CreateTime { get; init; }

    public DateTimeOffset? ExpirationTime { get; init; }

    public ulong CreateIndex { get; init; }

    public ulong ModifyIndex { get; init; }
}
