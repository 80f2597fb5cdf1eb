namespace Nomad.Scheduling.Planning;

/// <summary>Evaluations that a scheduler leaves behind.</summary>
internal static class FollowUpEvaluations
{
    /// <summary>Waits until nodes get room for what could not be placed.</summary>
    public static Evaluation Blocked(Evaluation evaluation, IClusterSnapshot snapshot, SchedulingContext context) => New(evaluation, context) with
    {
        TriggeredBy = EvalTriggers.QueuedAllocs,
        Status = EvalStatus.Blocked,
        StatusDescription = EvalStatusDescriptions.CreatedToPlaceRemainingAllocations,
        SnapshotIndex = snapshot.Index,
    };

    /// <summary>Runs again at a moment.</summary>
    public static Evaluation At(Evaluation evaluation, DateTimeOffset time, string trigger, SchedulingContext context) => New(evaluation, context) with
    {
        TriggeredBy = trigger,
        Status = EvalStatus.Pending,
        StatusDescription = trigger == EvalTriggers.MaxDisconnectTimeout
            ? "created for delayed disconnect timeout" : "created for delayed rescheduling",
        WaitUntil = time,
    };

    private static Evaluation New(Evaluation evaluation, SchedulingContext context) => new()
    {
        ID = context.NewId(),
        Namespace = evaluation.Namespace,
        Priority = evaluation.Priority,
        Type = evaluation.Type,
        JobID = evaluation.JobID,
        JobModifyIndex = evaluation.JobModifyIndex,
        PreviousEval = evaluation.ID,
        CreateTime = context.NowNanoseconds,
        ModifyTime = context.NowNanoseconds,
    };
}
