namespace Nomad.Model.Access;

/// <remarks>
/// State inactive|active|rekeying|prepublished|deprecated. Algorithm aes256-gcm. Times ns.
/// </remarks>
public sealed record RootKeyMeta
{
    public string KeyID { get; init; } = "";

    public string Algorithm { get; init; } = "";

    public long CreateTime { get; init; }

    public ulong CreateIndex { get; init; }

    public ulong ModifyIndex { get; init; }

    public string State { get; init; } = "";

    public long PublishTime { get; init; }
}
