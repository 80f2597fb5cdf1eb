using Nomad.Model.Access;

namespace Nomad.Model.Requests;

public sealed record KeyringRotateRootKeyResponse
{
    public RootKeyMeta? Key { get; init; }

    public ulong Index { get; init; }
}
