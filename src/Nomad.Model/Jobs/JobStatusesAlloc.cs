namespace Nomad.Model.Jobs;

public sealed record JobStatusesAlloc
{
    public string ID { get; init => field = value ?? ""; } = "";

    public string Group { get; init => field = value ?? ""; } = "";

    public string ClientStatus { get; init => field = value ?? ""; } = "";

    public string NodeID { get; init => field = value ?? ""; } = "";

    public JobStatusesDeployment DeploymentStatus { get; init => field = value ?? new(); } = new();

    public ulong JobVersion { get; init; }

    public string FollowupEvalID { get; init => field = value ?? ""; } = "";

    public bool HasPausedTask { get; init; }
}
