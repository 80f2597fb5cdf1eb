using System.Runtime.CompilerServices;

using Nomad.Server.Commands.Records;

namespace Nomad.Server.Commands;

/// <summary>An allocation without its job, compact: what repeats among allocations of a plan is written once.</summary>
internal static class AllocationCodec
{
    /// <summary>Numbers of one allocation that are written as differences to the one before.</summary>
    private const int Numbers = 5;

    private const int PooledTexts = 10;

    public static void Write(PooledWriter to, Allocation alloc) => Write(to, alloc, alloc.NodeName);

    public static void Write(PooledWriter to, Allocation alloc, string nodeName)
    {
        to.Identity(alloc.ID);
        to.Texts(
            [
                alloc.Namespace, alloc.EvalID, alloc.NodeID, nodeName, alloc.JobID, alloc.TaskGroup, alloc.DesiredStatus,
                alloc.DesiredDescription, alloc.ClientStatus, alloc.DeploymentID,
            ]);
        var index = AllocationNames.IndexIn(alloc.Name, alloc.JobID, alloc.TaskGroup);
        to.Binary.Write7BitEncodedInt(index + 1);
        if (index < 0)
            to.Binary.Write(alloc.Name);
        to.Binary.Write(alloc.ClientDescription);
        to.Identity(alloc.PreviousAllocation);
        to.Identity(alloc.NextAllocation);
        to.Differences([(long)alloc.CreateIndex, (long)alloc.ModifyIndex, (long)alloc.AllocModifyIndex, alloc.CreateTime, alloc.ModifyTime]);
        ResourcesCodec.Write(to, alloc.AllocatedResources);
        to.Metrics(alloc.Metrics);
        to.Own(HasRest(alloc) ? Rest(alloc) : null, RecordForms.Allocation);
    }

    public static Allocation Read(PooledReader from, Job? job = null)
    {
        var id = from.Identity();
        var texts = new Texts();
        for (var i = 0; i < PooledTexts; i++)
            texts[i] = from.Text();
        var index = from.Binary.Read7BitEncodedInt() - 1;
        var name = index < 0 ? from.Binary.ReadString() : AllocationNames.Of(texts[4], texts[5], index);
        var clientDescription = from.Binary.ReadString();
        var (previous, next) = (from.Identity(), from.Identity());
        Span<long> numbers = stackalloc long[Numbers];
        from.Differences(numbers);
        var alloc = new Allocation
        {
            Job = job, ID = id, Name = name, Namespace = texts[0], EvalID = texts[1], NodeID = texts[2], NodeName = texts[3], JobID = texts[4],
            TaskGroup = texts[5], DesiredStatus = texts[6], DesiredDescription = texts[7], ClientStatus = texts[8],
            ClientDescription = clientDescription, DeploymentID = texts[9], PreviousAllocation = previous, NextAllocation = next,
            CreateIndex = (ulong)numbers[0], ModifyIndex = (ulong)numbers[1], AllocModifyIndex = (ulong)numbers[2],
            CreateTime = numbers[3], ModifyTime = numbers[4],
            AllocatedResources = ResourcesCodec.Read(from),
            Metrics = from.Metrics(),
        };
        return from.Own(RecordForms.Allocation) is { } rest ? WithRest(alloc, rest) : alloc;
    }

    [InlineArray(PooledTexts)]
    private struct Texts
    {
        private string first;
    }

    private static bool HasRest(Allocation alloc) => alloc.Resources is not null || alloc.SharedResources is not null || alloc.TaskResources is not null
        || alloc.TaskStates is not null || alloc.AllocStates is not null || alloc.DeploymentStatus is not null || alloc.RescheduleTracker is not null
        || alloc.NetworkStatus is not null || alloc.PreemptedAllocations is not null || alloc.FollowupEvalID.Length > 0
        || alloc.PreemptedByAllocation.Length > 0 || alloc.SigningKeyID.Length > 0 || alloc.DesiredTransition != DesiredTransition.None;

    private static Allocation Rest(Allocation alloc) => WithRest(new Allocation(), alloc);

    private static Allocation WithRest(Allocation alloc, Allocation rest) => alloc with
    {
        Resources = rest.Resources,
        SharedResources = rest.SharedResources,
        TaskResources = rest.TaskResources,
        DesiredTransition = rest.DesiredTransition,
        TaskStates = rest.TaskStates,
        AllocStates = rest.AllocStates,
        DeploymentStatus = rest.DeploymentStatus,
        RescheduleTracker = rest.RescheduleTracker,
        NetworkStatus = rest.NetworkStatus,
        FollowupEvalID = rest.FollowupEvalID,
        PreemptedAllocations = rest.PreemptedAllocations,
        PreemptedByAllocation = rest.PreemptedByAllocation,
        SigningKeyID = rest.SigningKeyID,
    };
}
