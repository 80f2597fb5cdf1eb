namespace Nomad.Model.Allocations;

/// <summary>What the servers want to happen to an allocation that runs; null = no wish.</summary>
public sealed record DesiredTransition
{
    public static DesiredTransition None { get; } = new();

    public bool? Migrate { get; init; }

    public bool? Reschedule { get; init; }

    public bool? ForceReschedule { get; init; }

    public bool? NoShutdownDelay { get; init; }

    public bool? MigrateDisablePlacement { get; init; }
}
