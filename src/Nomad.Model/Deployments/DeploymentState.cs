namespace Nomad.Model.Deployments;

/// <summary>How far one group of a deployment is.</summary>
/// <remarks>
/// RequireProgressBy time.
/// </remarks>
public sealed record DeploymentState
{
    public bool AutoRevert { get; init; }

    public bool AutoPromote { get; init; }

    public Duration ProgressDeadline { get; init; }

    public DateTimeOffset RequireProgressBy { get; init; }

    public bool Promoted { get; init; }

    public IReadOnlyList<string>? PlacedCanaries { get; init; }

    public int DesiredCanaries { get; init; }

    public int DesiredTotal { get; init; }

    public int PlacedAllocs { get; init; }

    public int HealthyAllocs { get; init; }

    public int UnhealthyAllocs { get; init; }
}
