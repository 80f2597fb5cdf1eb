namespace Nomad.Model.Evaluations;

/// <summary>Why an evaluation has its status.</summary>
public static class EvalStatusDescriptions
{
    public const string CreatedToPlaceRemainingAllocations = "created to place remaining allocations";
    public const string CreatedDueToPlacementConflicts = "created due to placement conflicts";
    public const string CanceledAfterMoreRecentEvalWasProcessed = "canceled after more recent eval was processed";
    public const string CanceledAfterReconnect = "canceled after its allocations came back into contact";

    public static string DeliveryLimit(int limit) => $"evaluation reached delivery limit ({limit})";

    public static string UnknownTrigger(string trigger) => $"scheduler cannot handle '{trigger}' evaluation reason";

    public static string MaximumAttempts(int attempts) => $"maximum attempts reached ({attempts})";

    public static string AlreadyBlocked(string jobID) => $"existing blocked evaluation exists for job \"{jobID}\"";

    public static string Successful(string evalID) => $"evaluation \"{evalID}\" successful";
}
