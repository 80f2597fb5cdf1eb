namespace Nomad.Model.Requests;

public sealed record ACLCreateClientIntroductionTokenResponse
{
    public string JWT { get; init => field = value ?? ""; } = "";
}
