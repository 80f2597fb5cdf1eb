namespace Nomad.Model.Jobs;

/// <summary>What tells whether an allocation is healthy.</summary>
public static class HealthChecks
{
    public const string Checks = "checks";
    public const string TaskStates = "task_states";
    public const string Manual = "manual";
}
