namespace Nomad.Model.Jobs;

public sealed record JobStatusesLatestDeployment
{
    public string ID { get; init; } = "";

    public bool IsActive { get; init; }

    public ulong JobVersion { get; init; }

    public string Status { get; init; } = "";

    public string StatusDescription { get; init; } = "";

    public bool AllAutoPromote { get; init; }

    public bool RequiresPromotion { get; init; }
}
