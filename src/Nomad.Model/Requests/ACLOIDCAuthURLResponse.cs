namespace Nomad.Model.Requests;

public sealed record ACLOIDCAuthURLResponse
{
    public string AuthURL { get; init => field = value ?? ""; } = "";
}
