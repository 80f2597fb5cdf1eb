using Nomad.Model.Events;
using Nomad.Server.Commands;

namespace Nomad.Server.State.Writing;

/// <summary>Deployments progress, are promoted, end.</summary>
internal static class DeploymentWrites
{
    public static void SetStatus(StateTransaction writes, SetDeploymentStatus command)
    {
        if (!Update(writes, command.Update))
            return;
        if (command.Job is { } job)
            JobWrites.Put(writes, job);
        if (command.Evaluation is { } eval)
            EvaluationWrites.Upsert(writes, [command.Job is null ? eval : eval with { JobModifyIndex = writes.Index }]);
    }

    /// <summary>False, with a refusal, when the deployment is over or unknown.</summary>
    public static bool Update(StateTransaction writes, DeploymentStatusUpdate update)
    {
        writes.WriteDeploymentCounts();
        if (writes.View.Deployment(update.DeploymentID) is not { } deployment)
        {
            writes.Refusal ??= new StateRefusal($"Deployment ID \"{update.DeploymentID}\" couldn't be updated as it does not exist");
            return false;
        }
        if (!deployment.IsActive())
        {
            writes.Refusal ??= new StateRefusal($"Deployment \"{deployment.ID}\" has terminal status \"{deployment.Status}\":");
            return false;
        }
        writes.PutDeployment(deployment with
        {
            Status = update.Status,
            StatusDescription = update.StatusDescription,
            ModifyIndex = writes.Index,
            ModifyTime = update.UpdatedAt,
        }, EventTypes.DeploymentStatusUpdate);
        if (update.Status == DeploymentStatus.Successful)
            JobVersionWrites.SetStability(writes, new JobVersionKey(deployment.Namespace, deployment.JobID, deployment.JobVersion), true);
        return true;
    }

    public static void Promote(StateTransaction writes, PromoteDeployment command)
    {
        if (writes.View.Deployment(command.DeploymentID) is not { } deployment || !deployment.IsActive())
        {
            writes.Refusal = new StateRefusal($"Deployment ID \"{command.DeploymentID}\" couldn't be updated as it does not exist or is over");
            return;
        }
        var groups = new SortedDictionary<string, DeploymentState>(StringComparer.Ordinal);
        var time = Facts.FromUnixNanoseconds(command.Time);
        foreach (var (name, group) in deployment.TaskGroups.OrEmpty())
        {
            var promotes = group.DesiredCanaries > 0 && (command.Groups?.Contains(name) ?? true);
            groups[name] = promotes ? group with { Promoted = true, RequireProgressBy = time + group.ProgressDeadline.ToTimeSpan() } : group;
        }
        writes.PutDeployment(deployment with
        {
            TaskGroups = groups,
            StatusDescription = deployment.Status == DeploymentStatus.Running && groups.Values.All(g => g.DesiredCanaries == 0 || g.Promoted)
                ? DeploymentStatusDescriptions.DeploymentIsRunning : deployment.StatusDescription,
            ModifyIndex = writes.Index,
            ModifyTime = command.Time,
        }, EventTypes.DeploymentPromotion);
        NoLongerCanaries(writes, deployment, groups, command.Time);
        EvaluationWrites.Upsert(writes, [command.Evaluation]);
    }

    public static void SetHealth(StateTransaction writes, SetDeploymentHealth command)
    {
        if (writes.View.Deployment(command.DeploymentID) is not { } deployment || !deployment.IsActive())
        {
            writes.Refusal = new StateRefusal($"Deployment ID \"{command.DeploymentID}\" couldn't be updated as it does not exist or is over");
            return;
        }
        foreach (var (id, healthy) in command.Healthy.Select(id => (id, true)).Concat(command.Unhealthy.Select(id => (id, false))))
        {
            if (writes.View.Allocation(id) is not { } alloc || alloc.DeploymentID != deployment.ID || alloc.DeploymentStatus?.Healthy == healthy)
                continue;
            var updated = alloc with
            {
                DeploymentStatus = (alloc.DeploymentStatus ?? new AllocDeploymentStatus()) with
                {
                    Healthy = healthy,
                    Timestamp = Facts.FromUnixNanoseconds(command.Time),
                    ModifyIndex = writes.Index,
                },
                ModifyIndex = writes.Index,
            };
            writes.PutAllocation(updated, EventTypes.DeploymentAllocHealth);
            Count(writes, alloc, updated, command.Time);
        }
        if (command.Update is { } update && !Update(writes, update))
            return;
        if (command.Job is { } job)
            JobWrites.Put(writes, job);
        if (command.Evaluation is { } eval)
            EvaluationWrites.Upsert(writes, [eval]);
    }

    public static void Delete(StateTransaction writes, DeleteDeployments command)
    {
        foreach (var id in command.DeploymentIDs)
        {
            if (writes.View.Deployment(id) is { } deployment)
                writes.DeleteDeployment(deployment);
        }
    }

    /// <summary>Counts an allocation's step (placed, healthy, unhealthy) in its deployment.</summary>
    public static void Count(StateTransaction writes, Allocation? before, Allocation after, long time)
    {
        if (after.DeploymentID.Length == 0)
            return;
        var isNew = before is null || before.DeploymentID != after.DeploymentID;
        var was = isNew ? null : before!.DeploymentStatus?.Healthy;
        var health = after.DeploymentStatus?.Healthy;
        if (!isNew && was == health)
            return;
        if (writes.DeploymentCounts.Of(writes, after.DeploymentID, after.TaskGroup) is not { } group)
            return;
        var counted = group with
        {
            PlacedAllocs = group.PlacedAllocs + (isNew ? 1 : 0),
            HealthyAllocs = group.HealthyAllocs + Step(was, health, true),
            UnhealthyAllocs = group.UnhealthyAllocs + Step(was, health, false),
            PlacedCanaries = isNew && after.DeploymentStatus is { Canary: true } && !group.PlacedCanaries.OrEmpty().Contains(after.ID)
                ? [.. group.PlacedCanaries.OrEmpty(), after.ID] : group.PlacedCanaries,
            RequireProgressBy = ProgressBy(group, isNew, health == true && was != true, Facts.FromUnixNanoseconds(time)),
        };
        writes.DeploymentCounts.Set(after.DeploymentID, after.TaskGroup, counted, time);
    }

    private static int Step(bool? was, bool? now, bool counted) => (now == counted ? 1 : 0) - (was == counted ? 1 : 0);

    // By the leader's clock, of what has just been heard: those of clients may be set to anything, and so may its own have been before.
    private static DateTimeOffset ProgressBy(DeploymentState group, bool isNew, bool isHealthyNow, DateTimeOffset now) =>
        group.ProgressDeadline.Nanoseconds > 0 && (isHealthyNow || isNew && group.RequireProgressBy == default)
            ? now + group.ProgressDeadline.ToTimeSpan() : group.RequireProgressBy;

    private static void NoLongerCanaries(
        StateTransaction writes, Deployment deployment, IReadOnlyDictionary<string, DeploymentState> groups, long time)
    {
        foreach (var alloc in StateTransaction.InOrder(writes.View.AllocationsOfDeployment(deployment.ID), alloc => alloc.ID))
        {
            if (alloc.DeploymentStatus is not { Canary: true } status || !groups.TryGetValue(alloc.TaskGroup, out var group) || !group.Promoted)
                continue;
            writes.PutAllocation(alloc with
            {
                DeploymentStatus = status with { Canary = false, ModifyIndex = writes.Index },
                ModifyIndex = writes.Index,
                AllocModifyIndex = writes.Index,
                ModifyTime = time,
            }, EventTypes.DeploymentPromotion);
        }
    }
}
