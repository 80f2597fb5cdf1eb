namespace Nomad.Model.Requests;

public sealed record OneTimeToken
{
    public string OneTimeSecretID { get; init; } = "";

    public string AccessorID { get; init; } = "";

    public DateTimeOffset ExpiresAt { get; init; }

    public ulong CreateIndex { get; init; }

    public ulong ModifyIndex { get; init; }
}
