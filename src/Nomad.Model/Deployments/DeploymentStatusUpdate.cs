namespace Nomad.Model.Deployments;

public sealed record DeploymentStatusUpdate
{
    public string DeploymentID { get; init => field = value ?? ""; } = "";

    public string Status { get; init => field = value ?? ""; } = "";

    public string StatusDescription { get; init => field = value ?? ""; } = "";

    public long UpdatedAt { get; init; }
}
