namespace Nomad.Model.Jobs;

/// <remarks>
/// Defaults: Stagger 30s, MaxParallel 1, HealthCheck checks, MinHealthyTime 10s, HealthyDeadline 5m, ProgressDeadline 10m, AutoRevert
/// false, AutoPromote false, Canary 0. HealthCheck: checks|task_states|manual. MaxParallel 0 = no deployments/all at once.
/// ProgressDeadline 0 = first unhealthy fails. Job-level stored Update carries only Stagger and MaxParallel (rest zero); the
/// group-level Update is authoritative.
/// </remarks>
public sealed record UpdateStrategy
{
    public Duration Stagger { get; init; }

    public int MaxParallel { get; init; }

    public string HealthCheck { get; init => field = value ?? ""; } = "";

    public Duration MinHealthyTime { get; init; }

    public Duration HealthyDeadline { get; init; }

    public Duration ProgressDeadline { get; init; }

    public bool AutoRevert { get; init; }

    public bool AutoPromote { get; init; }

    public int Canary { get; init; }
}
