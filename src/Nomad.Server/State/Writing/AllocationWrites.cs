using Nomad.Model.Events;
using Nomad.Server.Commands;

namespace Nomad.Server.State.Writing;

/// <summary>Allocations are placed by servers and reported on by clients; each side owns its part of the record.</summary>
internal static class AllocationWrites
{
    /// <summary>A server's view of an allocation: what clients own is kept from the stored one.</summary>
    public static void Place(StateTransaction writes, PlannedPlacement placement, Job job, long time)
    {
        var planned = placement.Allocation;
        var before = writes.View.Allocation(planned.ID);
        var node = before is null ? writes.View.Node(planned.NodeID) : null;
        var alloc = planned with
        {
            // Many rows, few nodes and jobs: their names are kept once.
            NodeID = Known(planned.NodeID, node?.ID ?? before?.NodeID),
            NodeName = placement.NodeName.Length == 0 ? node?.Name ?? before?.NodeName ?? "" : Known(placement.NodeName, node?.Name ?? before?.NodeName),
            JobID = Known(planned.JobID, job.ID),
            Namespace = Known(planned.Namespace, job.Namespace),
            Job = job,
            CreateIndex = before?.CreateIndex ?? writes.Index,
            ModifyIndex = writes.Index,
            AllocModifyIndex = writes.Index,
            CreateTime = before?.CreateTime ?? time,
            ModifyTime = time,
        };
        if (before is not null)
            alloc = KeepClientPart(alloc, before);
        writes.PutAllocation(alloc, before is null ? EventTypes.AllocationCreated : EventTypes.AllocationUpdated);
        DeploymentWrites.Count(writes, before, alloc, time);
        if (before is null && alloc.PreviousAllocation.Length > 0)
            LinkPrevious(writes, alloc);
    }

    private static string Known(string text, string? same) => text == same ? same : text;

    public static void UpdateFromClient(StateTransaction writes, UpdateAllocationsFromClient command)
    {
        var cameBack = new List<Allocation>();
        foreach (var report in command.Allocations)
        {
            if (writes.View.Allocation(report.ID) is not { } alloc)
                continue;
            NodeWrites.Reported(writes, alloc.NodeID);
            if (alloc.ClientStatus == AllocClientStatus.Unknown && report.ClientStatus != AllocClientStatus.Unknown)
                cameBack.Add(alloc);
            var updated = alloc with
            {
                ClientStatus = report.ClientStatus,
                ClientDescription = report.ClientDescription,
                TaskStates = report.TaskStates ?? alloc.TaskStates,
                NetworkStatus = report.NetworkStatus ?? alloc.NetworkStatus,
                DeploymentStatus = Health(alloc.DeploymentStatus, report.DeploymentStatus, writes.Index),
                AllocStates = report.AllocStates ?? alloc.AllocStates,
                ModifyIndex = writes.Index,
                ModifyTime = command.Time,
            };
            writes.PutAllocation(updated, EventTypes.AllocationUpdated);
            DeploymentWrites.Count(writes, alloc, updated, command.Time);
        }
        EvaluationWrites.CancelAwaited(writes, cameBack, command.Time);
        EvaluationWrites.Upsert(writes, command.Evaluations);
    }

    public static void SetTransitions(StateTransaction writes, SetAllocationTransitions command)
    {
        foreach (var (id, transition) in command.Transitions.OrderBy(each => each.Key, StringComparer.Ordinal))
        {
            if (writes.View.Allocation(id) is not { } alloc)
                continue;
            writes.PutAllocation(alloc with
            {
                DesiredTransition = Merge(alloc.DesiredTransition, transition),
                ModifyIndex = writes.Index,
                AllocModifyIndex = writes.Index,
                ModifyTime = command.Time,
            }, EventTypes.AllocationUpdateDesiredStatus);
        }
        EvaluationWrites.Upsert(writes, command.Evaluations);
    }

    public static DesiredTransition Merge(DesiredTransition old, DesiredTransition change) => new()
    {
        Migrate = change.Migrate ?? old.Migrate,
        Reschedule = change.Reschedule ?? old.Reschedule,
        ForceReschedule = change.ForceReschedule ?? old.ForceReschedule,
        NoShutdownDelay = change.NoShutdownDelay ?? old.NoShutdownDelay,
        MigrateDisablePlacement = change.MigrateDisablePlacement ?? old.MigrateDisablePlacement,
    };

    private static Allocation KeepClientPart(Allocation planned, Allocation before)
    {
        planned = planned with { TaskStates = before.TaskStates, NetworkStatus = before.NetworkStatus };
        // Health that was told while the plan was made; the client tells it once.
        if (planned.DeploymentID == before.DeploymentID && planned.DeploymentStatus?.Healthy is null && before.DeploymentStatus is { Healthy: not null } told)
            planned = planned with { DeploymentStatus = told };
        return IsServersWord(planned.ClientStatus, before) ? planned
            : planned with { ClientStatus = before.ClientStatus, ClientDescription = before.ClientDescription };
    }

    /// <summary>
    /// Whether a plan's client status counts: a server calls an allocation lost or unknown, of all else it has only an older view than its client.
    /// What has ended is not lost, even when its node is gone since.
    /// </summary>
    public static bool IsServersWord(string planned, Allocation stored) =>
        planned is AllocClientStatus.Lost or AllocClientStatus.Unknown && !stored.IsClientTerminal();

    private static AllocDeploymentStatus? Health(AllocDeploymentStatus? old, AllocDeploymentStatus? report, ulong index)
    {
        if (report?.Healthy is not { } healthy || old?.Healthy == healthy)
            return old;
        return (old ?? new AllocDeploymentStatus()) with { Healthy = healthy, Timestamp = report.Timestamp, ModifyIndex = index };
    }

    private static void LinkPrevious(StateTransaction writes, Allocation alloc)
    {
        if (writes.View.Allocation(alloc.PreviousAllocation) is not { } previous)
            return;
        writes.PutAllocation(previous with { NextAllocation = alloc.ID, ModifyIndex = writes.Index, AllocModifyIndex = writes.Index },
            EventTypes.AllocationUpdated);
    }
}
