namespace Nomad.Model.Requests;

public sealed record ACLOIDCCompleteAuthRequest
{
    public string AuthMethodName { get; init => field = value ?? ""; } = "";

    public string ClientNonce { get; init => field = value ?? ""; } = "";

    public string State { get; init => field = value ?? ""; } = "";

    public string Code { get; init => field = value ?? ""; } = "";

    public string Iss { get; init => field = value ?? ""; } = "";

    public string RedirectURI { get; init => field = value ?? ""; } = "";
}
