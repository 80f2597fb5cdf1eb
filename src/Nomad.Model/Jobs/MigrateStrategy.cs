namespace Nomad.Model.Jobs;

/// <remarks>
/// Defaults 1 / checks / 10s / 5m. HealthCheck: checks|task_states.
/// </remarks>
public sealed record MigrateStrategy
{
    public int MaxParallel { get; init; }

    public string HealthCheck { get; init => field = value ?? ""; } = "";

    public Duration MinHealthyTime { get; init; }

    public Duration HealthyDeadline { get; init; }
}
