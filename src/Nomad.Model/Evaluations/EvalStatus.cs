namespace Nomad.Model.Evaluations;

/// <summary>Where an evaluation is on its way.</summary>
public static class EvalStatus
{
    public const string Blocked = "blocked";
    public const string Pending = "pending";
    public const string Complete = "complete";
    public const string Failed = "failed";
    public const string Canceled = "canceled";

    /// <summary>Nothing will happen to the evaluation any more.</summary>
    public static bool IsTerminal(string status) => status is Complete or Failed or Canceled;
}
