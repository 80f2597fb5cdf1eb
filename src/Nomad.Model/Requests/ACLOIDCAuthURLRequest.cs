namespace Nomad.Model.Requests;

public sealed record ACLOIDCAuthURLRequest
{
    public string AuthMethodName { get; init => field = value ?? ""; } = "";

    public string RedirectURI { get; init => field = value ?? ""; } = "";

    public string ClientNonce { get; init => field = value ?? ""; } = "";
}
