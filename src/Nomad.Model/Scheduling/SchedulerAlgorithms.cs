namespace Nomad.Model.Scheduling;

/// <summary>Whether placements fill nodes up or spread over them.</summary>
public static class SchedulerAlgorithms
{
    public const string Binpack = "binpack";
    public const string Spread = "spread";
}
