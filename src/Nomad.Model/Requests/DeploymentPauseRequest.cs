namespace Nomad.Model.Requests;

public sealed record DeploymentPauseRequest
{
    public string DeploymentID { get; init => field = value ?? ""; } = "";

    public bool Pause { get; init; }
}
