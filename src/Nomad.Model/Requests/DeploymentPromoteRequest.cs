namespace Nomad.Model.Requests;

public sealed record DeploymentPromoteRequest
{
    public string DeploymentID { get; init => field = value ?? ""; } = "";

    public bool All { get; init; }

    public IReadOnlyList<string>? Groups { get; init; }

    public long PromotedAt { get; init; }
}
