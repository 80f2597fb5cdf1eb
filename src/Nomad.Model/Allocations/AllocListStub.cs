using System.Text.Json.Serialization;

namespace Nomad.Model.Allocations;

/// <remarks>
/// TaskStates omitted (null) with task_states=false; AllocatedResources only with resources=true. JobType, JobVersion added.
/// </remarks>
public sealed record AllocListStub
{
    public string ID { get; init; } = "";

    public string EvalID { get; init; } = "";

    public string Name { get; init; } = "";

    public string Namespace { get; init; } = "";

    public string NodeID { get; init; } = "";

    public string NodeName { get; init; } = "";

    public string JobID { get; init; } = "";

    public string JobType { get; init; } = "";

    public ulong JobVersion { get; init; }

    public string TaskGroup { get; init; } = "";

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AllocatedResources? AllocatedResources { get; init; }

    public string DesiredStatus { get; init; } = "";

    public string DesiredDescription { get; init; } = "";

    public string ClientStatus { get; init; } = "";

    public string ClientDescription { get; init; } = "";

    public DesiredTransition DesiredTransition { get; init; } = new();

    public IReadOnlyDictionary<string, TaskState>? TaskStates { get; init; }

    public AllocDeploymentStatus? DeploymentStatus { get; init; }

    public string FollowupEvalID { get; init; } = "";

    public string NextAllocation { get; init; } = "";

    public RescheduleTracker? RescheduleTracker { get; init; }

    public IReadOnlyList<string>? PreemptedAllocations { get; init; }

    public string PreemptedByAllocation { get; init; } = "";

    public ulong CreateIndex { get; init; }

    public ulong ModifyIndex { get; init; }

    public long CreateTime { get; init; }

    public long ModifyTime { get; init; }
}
