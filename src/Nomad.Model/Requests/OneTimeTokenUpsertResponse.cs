namespace Nomad.Model.Requests;

public sealed record OneTimeTokenUpsertResponse
{
    public OneTimeToken? OneTimeToken { get; init; }

    public ulong Index { get; init; }
}
