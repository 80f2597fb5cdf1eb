namespace Nomad.Model.Requests;

public sealed record OneTimeToken
{
    public string OneTimeSecretID { get; init => field = value ?? ""; } = "";

    public string AccessorID { get; init => field = value ?? ""; } = "";

    public DateTimeOffset ExpiresAt { get; init; }

    public ulong CreateIndex { get; init; }

    public ulong ModifyIndex { get; init; }
}
