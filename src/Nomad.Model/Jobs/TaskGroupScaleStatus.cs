namespace Nomad.Model.Jobs;

public sealed record TaskGroupScaleStatus
{
    public int Desired { get; init; }

    public int Placed { get; init; }

    public int Running { get; init; }

    public int Healthy { get; init; }

    public int Unhealthy { get; init; }

    public IReadOnlyList<ScalingEvent>? Events { get; init; }
}
