using Nomad.Model.Events;
using Nomad.Server.Commands;

namespace Nomad.Server.State.Writing;

/// <summary>What an accepted plan does.</summary>
internal static class PlanWrites
{
    public static void Apply(StateTransaction writes, ApplyPlan plan)
    {
        writes.ChangeType = EventTypes.PlanResult;
        foreach (var id in plan.IneligibleNodes)
            MarkIneligible(writes, id, plan.Time);
        if (plan.Deployment is { } deployment)
            PutDeployment(writes, deployment, plan.Time);
        foreach (var update in plan.DeploymentUpdates)
        {
            // One that is over meanwhile needs no end; refusing would leave the rest of the plan half told.
            if (writes.View.Deployment(update.DeploymentID) is { } updated && updated.IsActive())
                DeploymentWrites.Update(writes, update);
        }
        if (plan.Outcome.Count == 0 && writes.View.Evaluation(plan.EvaluationID) is { } eval)
            writes.PutEvaluation(eval with { ModifyIndex = writes.Index, ModifyTime = plan.Time });
        foreach (var stop in plan.Stops)
            Stop(writes, stop, plan.Time);
        foreach (var preemption in plan.Preemptions)
            Preempt(writes, preemption, plan.Time);
        var versions = new Dictionary<ulong, Job?>();
        foreach (var placement in plan.Placements)
        {
            if (JobOf(writes, plan, placement, versions) is { } job)
                AllocationWrites.Place(writes, placement, job, plan.Time);
        }
        writes.ChangeType = "";
        EvaluationWrites.Upsert(writes, plan.PreemptionEvaluations);
        EvaluationWrites.Upsert(writes, plan.Outcome);
    }

    // A job purged between planning and this entry has no version left: then there is nothing to place.
    private static Job? JobOf(StateTransaction writes, ApplyPlan plan, PlannedPlacement placement, Dictionary<ulong, Job?> versions)
    {
        if (writes.View.Allocation(placement.Allocation.ID) is { Job: { } own } && own.Version == placement.JobVersion)
            return own;
        if (!versions.TryGetValue(placement.JobVersion, out var job))
            versions[placement.JobVersion] = job = VersionOf(writes, new(plan.Namespace, plan.JobID), placement.JobVersion);
        return job;
    }

    // A version that is kept no longer may still run somewhere; what falls back on it gets it from there.
    private static Job? VersionOf(StateTransaction writes, JobKey key, ulong version) => writes.View.JobVersion(key.Namespace, key.ID, version)
        ?? (writes.View.Job(key.Namespace, key.ID) is { } now
            ? writes.View.AllocationsOfJob(key.Namespace, key.ID).FirstOrDefault(alloc => alloc.Job is { } job && job.Version == version && job.CreateIndex == now.CreateIndex)?.Job
            : null);

    private static void Stop(StateTransaction writes, PlannedStop stop, long time)
    {
        if (writes.View.Allocation(stop.AllocationID) is not { } alloc)
            return;
        writes.PutAllocation(alloc with
        {
            DesiredStatus = stop.DesiredStatus,
            DesiredDescription = stop.DesiredDescription,
            ClientStatus = AllocationWrites.IsServersWord(stop.ClientStatus, alloc) ? stop.ClientStatus : alloc.ClientStatus,
            FollowupEvalID = stop.FollowupEvalID.Length > 0 ? stop.FollowupEvalID : alloc.FollowupEvalID,
            AllocStates = stop.AllocStates ?? alloc.AllocStates,
            RescheduleTracker = stop.RescheduleTracker ?? alloc.RescheduleTracker,
            ModifyIndex = writes.Index,
            AllocModifyIndex = writes.Index,
            ModifyTime = time,
        }, EventTypes.PlanResult);
    }

    private static void Preempt(StateTransaction writes, PlannedPreemption preemption, long time)
    {
        if (writes.View.Allocation(preemption.AllocationID) is not { } alloc)
            return;
        writes.PutAllocation(alloc with
        {
            DesiredStatus = AllocDesiredStatus.Evict,
            DesiredDescription = $"Preempted by alloc ID {preemption.ByAllocationID}",
            PreemptedByAllocation = preemption.ByAllocationID,
            ModifyIndex = writes.Index,
            AllocModifyIndex = writes.Index,
            ModifyTime = time,
        }, EventTypes.PlanResult);
    }

    private static void MarkIneligible(StateTransaction writes, string nodeId, long time)
    {
        if (writes.View.Node(nodeId) is { } node && node.SchedulingEligibility != NodeEligibility.Ineligible)
        {
            writes.PutNode(NodeWrites.WithEvent(node, new NodeEvent
            {
                Message = NodeEventMessages.NodeMarkedAsIneligibleForRejectedPlans, Subsystem = NodeEventSubsystems.Scheduler,
                Timestamp = Facts.FromUnixNanoseconds(time),
            }, writes.Index) with
            { SchedulingEligibility = NodeEligibility.Ineligible, ModifyIndex = writes.Index }, EventTypes.NodeEligibility);
        }
    }

    // Counters belong to what clients report, so a plan made from an older view must not set them back.
    private static void PutDeployment(StateTransaction writes, Deployment planned, long time)
    {
        var old = writes.View.Deployment(planned.ID);
        var groups = SmallMap.With(planned.TaskGroups, (name, group) => old?.TaskGroups.OrEmpty().GetValueOrDefault(name) is { } was
            ? group with
            {
                PlacedAllocs = was.PlacedAllocs,
                HealthyAllocs = was.HealthyAllocs,
                UnhealthyAllocs = was.UnhealthyAllocs,
                PlacedCanaries = was.PlacedCanaries,
                RequireProgressBy = was.RequireProgressBy,
                Promoted = was.Promoted,
            }
            : group with { PlacedAllocs = 0, PlacedCanaries = null });
        // The same goes for its status: what ended meanwhile stays ended.
        writes.PutDeployment(planned with
        {
            TaskGroups = groups,
            Status = old?.Status ?? planned.Status,
            StatusDescription = old is null || (old.Status == planned.Status && old.TaskGroups.OrEmpty().Count == 0) ? planned.StatusDescription : old.StatusDescription,
            CreateIndex = old?.CreateIndex ?? writes.Index,
            ModifyIndex = writes.Index,
            CreateTime = old?.CreateTime ?? time,
            ModifyTime = time,
        }, EventTypes.PlanResult);
    }
}
