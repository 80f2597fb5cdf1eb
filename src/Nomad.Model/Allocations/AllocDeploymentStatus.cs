namespace Nomad.Model.Allocations;

public sealed record AllocDeploymentStatus
{
    public bool? Healthy { get; init; }

    public DateTimeOffset Timestamp { get; init; }

    public bool Canary { get; init; }

    public ulong ModifyIndex { get; init; }
}
