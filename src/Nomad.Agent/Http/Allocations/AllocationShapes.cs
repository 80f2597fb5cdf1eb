using Nomad.Agent.Http.Queries;
using Nomad.Model;
using Nomad.Model.Allocations;
using Nomad.Model.Jobs;
using Nomad.Model.Json;

namespace Nomad.Agent.Http.Allocations;

/// <summary>How allocations look in lists.</summary>
internal static class AllocationShapes
{
    public static Listing<Allocation, AllocListStub> Listing(bool withResources = false, bool withStates = true) => new(
        alloc => PageKey.ByTime(alloc.CreateIndex, alloc.ID), ModelJson.Default.Allocation,
        (alloc, _) => Stub(alloc, withResources, withStates), ModelJson.Default.ListOfAllocListStub);

    public static AllocListStub Stub(Allocation alloc, bool withResources = false, bool withStates = true) => new()
    {
        ID = alloc.ID, EvalID = alloc.EvalID, Name = alloc.Name, Namespace = alloc.Namespace, NodeID = alloc.NodeID, NodeName = alloc.NodeName,
        JobID = alloc.JobID, JobType = alloc.Job?.Type ?? "", JobVersion = alloc.Job?.Version ?? 0, TaskGroup = alloc.TaskGroup,
        AllocatedResources = withResources ? alloc.AllocatedResources : null, DesiredStatus = alloc.DesiredStatus, DesiredDescription = alloc.DesiredDescription,
        ClientStatus = alloc.ClientStatus, ClientDescription = alloc.ClientDescription, DesiredTransition = alloc.DesiredTransition,
        TaskStates = withStates ? alloc.TaskStates : null, DeploymentStatus = alloc.DeploymentStatus, FollowupEvalID = alloc.FollowupEvalID,
        NextAllocation = alloc.NextAllocation, RescheduleTracker = alloc.RescheduleTracker, PreemptedAllocations = alloc.PreemptedAllocations,
        PreemptedByAllocation = alloc.PreemptedByAllocation, CreateIndex = alloc.CreateIndex, ModifyIndex = alloc.ModifyIndex,
        CreateTime = alloc.CreateTime, ModifyTime = alloc.ModifyTime,
    };

    /// <summary>Adds the resources in the shape of the first releases, which old callers still read: all of it, of each task, and what tasks share.</summary>
    public static Allocation WithOldViews(Allocation alloc)
    {
        if (alloc.AllocatedResources is not { } resources || alloc.TaskResources is not null)
            return alloc;
        var tasks = resources.Tasks.OrEmpty();
        return alloc with
        {
            TaskResources = tasks.ToDictionary(task => task.Key, task => new Resources
            {
                CPU = (int)task.Value.Cpu.CpuShares, MemoryMB = (int)task.Value.Memory.MemoryMB, MemoryMaxMB = (int)task.Value.Memory.MemoryMaxMB, Networks = task.Value.Networks,
            }, StringComparer.Ordinal)!,
            SharedResources = new Resources { DiskMB = (int)resources.Shared.DiskMB, Networks = resources.Shared.Networks },
            Resources = new Resources
            {
                CPU = (int)tasks.Sum(task => task.Value.Cpu.CpuShares), MemoryMB = (int)tasks.Sum(task => task.Value.Memory.MemoryMB),
                MemoryMaxMB = (int)tasks.Sum(task => Math.Max(task.Value.Memory.MemoryMB, task.Value.Memory.MemoryMaxMB)),
                DiskMB = (int)resources.Shared.DiskMB, Networks = resources.Shared.Networks,
            },
        };
    }
}
