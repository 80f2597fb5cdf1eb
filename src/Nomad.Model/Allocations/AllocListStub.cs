using System.Text.Json.Serialization;

namespace Nomad.Model.Allocations;

/// <remarks>
/// TaskStates omitted (null) with task_states=false; AllocatedResources only with resources=true. JobType, JobVersion added.
/// </remarks>
public sealed record AllocListStub
{
    public string ID { get; init => field = value ?? ""; } = "";

    public string EvalID { get; init => field = value ?? ""; } = "";

    public string Name { get; init => field = value ?? ""; } = "";

    public string Namespace { get; init => field = value ?? ""; } = "";

    public string NodeID { get; init => field = value ?? ""; } = "";

    public string NodeName { get; init => field = value ?? ""; } = "";

    public string JobID { get; init => field = value ?? ""; } = "";

    public string JobType { get; init => field = value ?? ""; } = "";

    public ulong JobVersion { get; init; }

    public string TaskGroup { get; init => field = value ?? ""; } = "";

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AllocatedResources? AllocatedResources { get; init; }

    public string DesiredStatus { get; init => field = value ?? ""; } = "";

    public string DesiredDescription { get; init => field = value ?? ""; } = "";

    public string ClientStatus { get; init => field = value ?? ""; } = "";

    public string ClientDescription { get; init => field = value ?? ""; } = "";

    public DesiredTransition DesiredTransition { get; init => field = value ?? new(); } = new();

    public IReadOnlyDictionary<string, TaskState>? TaskStates { get; init; }

    public AllocDeploymentStatus? DeploymentStatus { get; init; }

    public string FollowupEvalID { get; init => field = value ?? ""; } = "";

    public string NextAllocation { get; init => field = value ?? ""; } = "";

    public RescheduleTracker? RescheduleTracker { get; init; }

    public IReadOnlyList<string>? PreemptedAllocations { get; init; }

    public string PreemptedByAllocation { get; init => field = value ?? ""; } = "";

    public ulong CreateIndex { get; init; }

    public ulong ModifyIndex { get; init; }

    public long CreateTime { get; init; }

    public long ModifyTime { get; init; }
}
