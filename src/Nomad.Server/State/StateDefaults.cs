namespace Nomad.Server.State;

/// <summary>What holds before operators say otherwise.</summary>
public static class StateDefaults
{
    public const string Namespace = "default";
    public const string NodePool = "default";
    public const string EveryNodePool = "all";

    public static SchedulerConfiguration Scheduler { get; } = new()
    {
        SchedulerAlgorithm = SchedulerAlgorithms.Binpack,
        PreemptionConfig = new PreemptionConfig { SystemSchedulerEnabled = true },
    };

    public static AutopilotConfig Autopilot { get; } = new()
    {
        CleanupDeadServers = true,
        LastContactThreshold = TimeSpan.FromMilliseconds(200),
        MaxTrailingLogs = 250,
        ServerStabilizationTime = TimeSpan.FromSeconds(10),
    };
}
