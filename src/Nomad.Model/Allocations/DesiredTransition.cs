namespace Nomad.Model.Allocations;

public sealed record DesiredTransition
{
    public bool? Migrate { get; init; }

    public bool? Reschedule { get; init; }

    public bool? ForceReschedule { get; init; }

    public bool? NoShutdownDelay { get; init; }

    public bool? MigrateDisablePlacement { get; init; }
}
