namespace Nomad.Model.Jobs;

/// <summary>How a task stands to its schedule.</summary>
public static class ScheduleStates
{
    public const string Run = "run";
    public const string Pause = "pause";
    public const string Scheduled = "scheduled";
}
