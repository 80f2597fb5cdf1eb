using Nomad.Model.Access;

namespace Nomad.Model.Requests;

public sealed record OneTimeTokenExchangeResponse
{
    public ACLToken? Token { get; init; }

    public ulong Index { get; init; }
}
