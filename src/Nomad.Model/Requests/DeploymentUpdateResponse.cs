namespace Nomad.Model.Requests;

public sealed record DeploymentUpdateResponse
{
    public string EvalID { get; init => field = value ?? ""; } = "";

    public ulong EvalCreateIndex { get; init; }

    public ulong DeploymentModifyIndex { get; init; }

    public ulong? RevertedJobVersion { get; init; }

    public ulong Index { get; init; }
}
