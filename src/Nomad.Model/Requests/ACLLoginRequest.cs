namespace Nomad.Model.Requests;

public sealed record ACLLoginRequest
{
    public string AuthMethodName { get; init; } = "";

    public string LoginToken { get; init; } = "";
}
