namespace Nomad.Server.Commands;

/// <summary>An allocation without its job, compact: what repeats among allocations of a plan is written once.</summary>
internal static class AllocationCodec
{
    private static readonly Allocation Empty = new();

    public static void Write(PooledWriter to, Allocation alloc)
    {
        to.Binary.Write(alloc.ID);
        to.Binary.Write(alloc.Name);
        foreach (var text in (ReadOnlySpan<string>)
            [
                alloc.Namespace, alloc.EvalID, alloc.NodeID, alloc.NodeName, alloc.JobID, alloc.TaskGroup, alloc.DesiredStatus,
                alloc.DesiredDescription, alloc.ClientStatus, alloc.ClientDescription, alloc.DeploymentID,
            ])
            to.Text(text);
        to.Binary.Write(alloc.PreviousAllocation);
        to.Binary.Write(alloc.NextAllocation);
        to.Binary.Write(alloc.CreateIndex);
        to.Binary.Write(alloc.ModifyIndex);
        to.Binary.Write(alloc.AllocModifyIndex);
        to.Binary.Write(alloc.CreateTime);
        to.Binary.Write(alloc.ModifyTime);
        to.Document(alloc.AllocatedResources, ModelJson.Default.AllocatedResources);
        to.Document(alloc.Metrics, ModelJson.Default.AllocMetric);
        var rest = alloc with
        {
            ID = "", Name = "", Namespace = "", EvalID = "", NodeID = "", NodeName = "", JobID = "", TaskGroup = "", DesiredStatus = "",
            DesiredDescription = "", ClientStatus = "", ClientDescription = "", DeploymentID = "", PreviousAllocation = "",
            NextAllocation = "", CreateIndex = 0, ModifyIndex = 0, AllocModifyIndex = 0, CreateTime = 0, ModifyTime = 0,
            AllocatedResources = null, Metrics = null, Job = null,
        };
        to.Document(rest == Empty ? null : rest, ModelJson.Default.Allocation);
    }

    public static Allocation Read(PooledReader from)
    {
        var id = from.Binary.ReadString();
        var name = from.Binary.ReadString();
        var texts = new string[11];
        for (var i = 0; i < texts.Length; i++)
            texts[i] = from.Text();
        var alloc = new Allocation
        {
            ID = id, Name = name, Namespace = texts[0], EvalID = texts[1], NodeID = texts[2], NodeName = texts[3], JobID = texts[4],
            TaskGroup = texts[5], DesiredStatus = texts[6], DesiredDescription = texts[7], ClientStatus = texts[8],
            ClientDescription = texts[9], DeploymentID = texts[10],
            PreviousAllocation = from.Binary.ReadString(), NextAllocation = from.Binary.ReadString(),
            CreateIndex = from.Binary.ReadUInt64(), ModifyIndex = from.Binary.ReadUInt64(), AllocModifyIndex = from.Binary.ReadUInt64(),
            CreateTime = from.Binary.ReadInt64(), ModifyTime = from.Binary.ReadInt64(),
            AllocatedResources = from.Document(ModelJson.Default.AllocatedResources),
            Metrics = from.Document(ModelJson.Default.AllocMetric),
        };
        return from.Document(ModelJson.Default.Allocation) is { } rest ? WithRest(alloc, rest) : alloc;
    }

    private static Allocation WithRest(Allocation alloc, Allocation rest) => alloc with
    {
        Resources = rest.Resources, SharedResources = rest.SharedResources, TaskResources = rest.TaskResources,
        DesiredTransition = rest.DesiredTransition, TaskStates = rest.TaskStates, AllocStates = rest.AllocStates,
        DeploymentStatus = rest.DeploymentStatus, RescheduleTracker = rest.RescheduleTracker, NetworkStatus = rest.NetworkStatus,
        FollowupEvalID = rest.FollowupEvalID, PreemptedAllocations = rest.PreemptedAllocations,
        PreemptedByAllocation = rest.PreemptedByAllocation, SigningKeyID = rest.SigningKeyID,
    };
}
