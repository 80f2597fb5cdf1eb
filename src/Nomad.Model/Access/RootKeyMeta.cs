namespace Nomad.Model.Access;

/// <remarks>
/// State inactive|active|rekeying|prepublished|deprecated. Algorithm aes256-gcm. Times ns.
/// </remarks>
public sealed record RootKeyMeta
{
    public string KeyID { get; init => field = value ?? ""; } = "";

    public string Algorithm { get; init => field = value ?? ""; } = "";

    public long CreateTime { get; init; }

    public ulong CreateIndex { get; init; }

    public ulong ModifyIndex { get; init; }

    public string State { get; init => field = value ?? ""; } = "";

    public long PublishTime { get; init; }
}
