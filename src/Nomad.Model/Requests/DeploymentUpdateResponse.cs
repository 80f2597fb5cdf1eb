namespace Nomad.Model.Requests;

public sealed record DeploymentUpdateResponse
{
    public string EvalID { get; init; } = "";

    public ulong EvalCreateIndex { get; init; }

    public ulong DeploymentModifyIndex { get; init; }

    public ulong? RevertedJobVersion { get; init; }
}
