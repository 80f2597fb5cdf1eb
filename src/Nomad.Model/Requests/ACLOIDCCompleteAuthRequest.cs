namespace Nomad.Model.Requests;

public sealed record ACLOIDCCompleteAuthRequest
{
    public string AuthMethodName { get; init; } = "";

    public string ClientNonce { get; init; } = "";

    public string State { get; init; } = "";

    public string Code { get; init; } = "";

    public string Iss { get; init; } = "";

    public string RedirectURI { get; init; } = "";
}
