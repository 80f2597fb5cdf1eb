namespace Nomad.Model.Jobs;

/// <remarks>
/// Cron: {Start, End, Timezone} (Ent): start 6-field cron, end 2-field.
/// </remarks>
public sealed record TaskSchedule
{
    public TaskScheduleCron? Cron { get; init; }
}
