using Nomad.Agent.Http.Queries;
using Nomad.Model;
using Nomad.Model.Allocations;
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
}
