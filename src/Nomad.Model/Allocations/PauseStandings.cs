namespace Nomad.Model.Allocations;

/// <summary>How a task stands to its hours and to what people ordered (<see cref="TaskState.Paused"/>); "" = it runs as its schedule says.</summary>
public static class PauseStandings
{
    public const string None = "";
    public const string ForceRun = "force_run";
    public const string ForcePause = "force_pause";
    public const string ScheduledPause = "scheduled_pause";

    /// <summary>Whether a task of this standing is kept from running.</summary>
    public static bool IsPaused(string standing) => standing is ForcePause or ScheduledPause;
}
