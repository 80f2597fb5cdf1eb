namespace Nomad.Model.Jobs;

/// <summary>Which allocation stays when a node comes back.</summary>
public static class ReconcileStrategies
{
    public const string BestScore = "best_score";
    public const string KeepOriginal = "keep_original";
    public const string KeepReplacement = "keep_replacement";
    public const string LongestRunning = "longest_running";
}
