namespace Nomad.Model.Jobs;

public sealed record JobStatusesDeployment
{
    public bool Canary { get; init; }

    public bool? Healthy { get; init; }
}
