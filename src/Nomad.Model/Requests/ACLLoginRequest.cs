namespace Nomad.Model.Requests;

public sealed record ACLLoginRequest
{
    public string AuthMethodName { get; init => field = value ?? ""; } = "";

    public string LoginToken { get; init => field = value ?? ""; } = "";
}
