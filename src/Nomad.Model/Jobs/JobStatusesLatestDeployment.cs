namespace Nomad.Model.Jobs;

public sealed record JobStatusesLatestDeployment
{
    public string ID { get; init => field = value ?? ""; } = "";

    public bool IsActive { get; init; }

    public ulong JobVersion { get; init; }

    public string Status { get; init => field = value ?? ""; } = "";

    public string StatusDescription { get; init => field = value ?? ""; } = "";

    public bool AllAutoPromote { get; init; }

    public bool RequiresPromotion { get; init; }
}
