using Nomad.Model.Access;

namespace Nomad.Model.Requests;

public sealed record ACLTokenBootstrapRequest
{
    public ACLToken? Token { get; init; }

    public ulong ResetIndex { get; init; }

    public string BootstrapSecret { get; init => field = value ?? ""; } = "";
}
