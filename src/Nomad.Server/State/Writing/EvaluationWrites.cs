using Nomad.Server.Commands;

namespace Nomad.Server.State.Writing;

/// <summary>Evaluations come, change and go.</summary>
internal static class EvaluationWrites
{
    public static void Upsert(StateTransaction writes, IReadOnlyList<Evaluation> evaluations)
    {
        foreach (var eval in evaluations)
            Upsert(writes, eval);
    }

    public static void Delete(StateTransaction writes, DeleteEvaluations command)
    {
        foreach (var id in command.EvaluationIDs)
        {
            if (writes.View.Evaluation(id) is { } eval)
                writes.DeleteEvaluation(eval);
        }
        foreach (var id in command.AllocationIDs)
        {
            if (writes.View.Allocation(id) is { } alloc)
                writes.DeleteAllocation(alloc);
        }
    }

    private static void Upsert(StateTransaction writes, Evaluation eval)
    {
        var before = writes.View.Evaluation(eval.ID);
        writes.PutEvaluation(eval with { CreateIndex = before?.CreateIndex ?? writes.Index, ModifyIndex = writes.Index });
        if (eval.QueuedAllocations is { Count: > 0 } queued)
            writes.Summaries.SetQueued(new(eval.Namespace, eval.JobID), queued);
        if (eval.Status == EvalStatus.Complete && eval.PlacedAll())
            CancelBlocked(writes, eval);
    }

    /// <summary>What was to happen should allocations stay out of contact does not: they are back. Several may wait for one evaluation.</summary>
    public static void CancelAwaited(StateTransaction writes, IReadOnlyList<Allocation> cameBack, long time)
    {
        foreach (var alloc in cameBack.DistinctBy(alloc => alloc.FollowupEvalID))
        {
            if (alloc.FollowupEvalID.Length == 0 || writes.View.Evaluation(alloc.FollowupEvalID) is not { } awaited
                || awaited is not { Status: EvalStatus.Pending, TriggeredBy: EvalTriggers.MaxDisconnectTimeout }
                || writes.View.AllocationsOfJob(alloc.Namespace, alloc.JobID).Any(own => own.FollowupEvalID == awaited.ID && own.ClientStatus == AllocClientStatus.Unknown))
                continue;
            writes.PutEvaluation(awaited with
            {
                Status = EvalStatus.Canceled,
                StatusDescription = EvalStatusDescriptions.CanceledAfterReconnect,
                ModifyIndex = writes.Index,
                ModifyTime = time,
            });
        }
    }

    // Everything is placed, so what waits for room waits for nothing. One that waited for a single node tells of that node only.
    private static void CancelBlocked(StateTransaction writes, Evaluation done)
    {
        bool IsOver(Evaluation eval) => eval.Status == EvalStatus.Blocked && eval.ID != done.ID && (!done.IsOfOneNode() || eval.NodeID == done.NodeID);
        foreach (var blocked in StateTransaction.InOrder(writes.View.EvaluationsOfJob(done.Namespace, done.JobID).Where(IsOver), eval => eval.ID))
        {
            writes.PutEvaluation(blocked with
            {
                Status = EvalStatus.Canceled,
                StatusDescription = $"evaluation \"{done.ID}\" successful",
                ModifyIndex = writes.Index,
                ModifyTime = done.ModifyTime,
            });
        }
    }
}
