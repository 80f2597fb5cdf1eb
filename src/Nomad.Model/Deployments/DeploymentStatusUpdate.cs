namespace Nomad.Model.Deployments;

public sealed record DeploymentStatusUpdate
{
    public string DeploymentID { get; init; } = "";

    public string Status { get; init; } = "";

    public string StatusDescription { get; init; } = "";

    public long UpdatedAt { get; init; }
}
