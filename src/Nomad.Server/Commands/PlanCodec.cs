using Nomad.Server.Commands.Records;

namespace Nomad.Server.Commands;

/// <summary>Accepted plans in a compact form: placements without jobs, repeated texts and resources once.</summary>
internal static class PlanCodec
{
    /// <summary>Allocations one entry may touch: the bound a reader trusts.</summary>
    public const int MaxAllocations = 1 << 20;

    public static void Write(PooledWriter to, ApplyPlan plan)
    {
        to.Document(new ApplyPlanHead(plan.EvaluationID, plan.Namespace, plan.JobID, plan.JobVersion, plan.Deployment,
            plan.DeploymentUpdates, plan.PreemptionEvaluations, plan.IneligibleNodes, plan.Outcome.Count == 0 ? null : plan.Outcome, plan.Time), RecordForms.ApplyPlanHead);
        to.Binary.Write7BitEncodedInt(plan.Stops.Count);
        foreach (var stop in plan.Stops)
        {
            to.Identity(stop.AllocationID);
            foreach (var text in (ReadOnlySpan<string>)[stop.DesiredStatus, stop.DesiredDescription, stop.ClientStatus, stop.FollowupEvalID])
                to.Text(text);
            to.Document(stop.AllocStates, RecordForms.AllocStates);
            to.Document(stop.RescheduleTracker, RecordForms.RescheduleTracker);
        }
        to.Binary.Write7BitEncodedInt(plan.Preemptions.Count);
        foreach (var preemption in plan.Preemptions)
        {
            to.Identity(preemption.AllocationID);
            to.Text(preemption.ByAllocationID);
        }
        to.Binary.Write7BitEncodedInt(plan.Placements.Count);
        foreach (var placement in plan.Placements)
        {
            to.Binary.Write7BitEncodedInt64((long)placement.JobVersion);
            AllocationCodec.Write(to, placement.Allocation, placement.NodeName);
        }
    }

    public static ApplyPlan Read(Stream source)
    {
        using var from = new PooledReader(source);
        var head = from.Document(RecordForms.ApplyPlanHead) ?? throw new InvalidDataException("plan without a head");
        var stops = new PlannedStop[from.Count(MaxAllocations)];
        for (var i = 0; i < stops.Length; i++)
        {
            stops[i] = new PlannedStop(from.Identity(), from.Text(), from.Text(), from.Text(), from.Text())
            {
                AllocStates = from.Document(RecordForms.AllocStates),
                RescheduleTracker = from.Document(RecordForms.RescheduleTracker),
            };
        }
        var preemptions = new PlannedPreemption[from.Count(MaxAllocations)];
        for (var i = 0; i < preemptions.Length; i++)
            preemptions[i] = new PlannedPreemption(from.Identity(), from.Text());
        var placements = new PlannedPlacement[from.Count(MaxAllocations)];
        for (var i = 0; i < placements.Length; i++)
        {
            var version = (ulong)from.Binary.Read7BitEncodedInt64();
            placements[i] = new PlannedPlacement(AllocationCodec.Read(from), version);
        }
        return new ApplyPlan
        {
            EvaluationID = head.EvaluationID, Namespace = head.Namespace, JobID = head.JobID, JobVersion = head.JobVersion,
            Deployment = head.Deployment, DeploymentUpdates = head.DeploymentUpdates, PreemptionEvaluations = head.PreemptionEvaluations,
            IneligibleNodes = head.IneligibleNodes, Outcome = head.Outcome ?? [], Time = head.Time, Stops = stops, Preemptions = preemptions, Placements = placements,
        };
    }
}
