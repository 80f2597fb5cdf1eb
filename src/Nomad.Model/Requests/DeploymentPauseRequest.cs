namespace Nomad.Model.Requests;

public sealed record DeploymentPauseRequest
{
    public string DeploymentID { get; init; } = "";

    public bool Pause { get; init; }
}
