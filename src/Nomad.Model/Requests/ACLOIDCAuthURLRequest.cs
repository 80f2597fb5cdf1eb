namespace Nomad.Model.Requests;

public sealed record ACLOIDCAuthURLRequest
{
    public string AuthMethodName { get; init; } = "";

    public string RedirectURI { get; init; } = "";

    public string ClientNonce { get; init; } = "";
}
