namespace Nomad.Model.Jobs;

public sealed record JobStatusesAlloc
{
    public string ID { get; init; } = "";

    public string Group { get; init; } = "";

    public string ClientStatus { get; init; } = "";

    public string NodeID { get; init; } = "";

    public JobStatusesDeployment DeploymentStatus { get; init; } = new();

    public ulong JobVersion { get; init; }

    public string FollowupEvalID { get; init; } = "";

    public bool HasPausedTask { get; init; }
}
