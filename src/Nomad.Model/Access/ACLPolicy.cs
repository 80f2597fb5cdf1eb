using System.Text.Json;

namespace Nomad.Model.Access;

/// <remarks>
/// RulesJSON only in single GET. Name [a-zA-Z0-9-]{1,128}. Hash = blake2b-256 of content.
/// </remarks>
public sealed record ACLPolicy
{
    public string Name { get; init => field = value ?? ""; } = "";

    public string Description { get; init => field = value ?? ""; } = "";

    public string Rules { get; init => field = value ?? ""; } = "";

    public JsonElement? RulesJSON { get; init; }

    public JobACL? JobACL { get; init; }

    public byte[]? Hash { get; init; }

    public ulong CreateIndex { get; init; }

    public ulong ModifyIndex { get; init; }
}
