namespace Nomad.Model.Allocations;

/// <remarks>
/// LastReschedule: ok | no (why not rescheduled).
/// </remarks>
public sealed record RescheduleTracker
{
    public IReadOnlyList<RescheduleEvent>? Events { get; init; }

    public string LastReschedule { get; init => field = value ?? ""; } = "";
}
