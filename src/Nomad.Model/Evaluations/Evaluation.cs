using Nomad.Model.Allocations;
using Nomad.Model.Plans;

namespace Nomad.Model.Evaluations;

/// <summary>A request to bring one job and the cluster into agreement.</summary>
/// <remarks>
/// See enums. Wait dur legacy; WaitUntil time. CreateTime/ModifyTime ns.
/// </remarks>
public sealed record Evaluation
{
    public string ID { get; init => field = value ?? ""; } = "";

    public string Namespace { get; init => field = value ?? ""; } = "";

    public int Priority { get; init; }

    public string Type { get; init => field = value ?? ""; } = "";

    public string TriggeredBy { get; init => field = value ?? ""; } = "";

    public string JobID { get; init => field = value ?? ""; } = "";

    public ulong JobModifyIndex { get; init; }

    public string NodeID { get; init => field = value ?? ""; } = "";

    public ulong NodeModifyIndex { get; init; }

    public string DeploymentID { get; init => field = value ?? ""; } = "";

    public string Status { get; init => field = value ?? ""; } = "";

    public string StatusDescription { get; init => field = value ?? ""; } = "";

    public Duration Wait { get; init; }

    public DateTimeOffset WaitUntil { get; init; }

    public string NextEval { get; init => field = value ?? ""; } = "";

    public string PreviousEval { get; init => field = value ?? ""; } = "";

    public string BlockedEval { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<EvaluationStub>? RelatedEvals { get; init; }

    public IReadOnlyDictionary<string, AllocMetric>? FailedTGAllocs { get; init; }

    public PlanAnnotations? PlanAnnotations { get; init; }

    public IReadOnlyDictionary<string, bool>? ClassEligibility { get; init; }

    public string QuotaLimitReached { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<string>? MissingNonNodeResources { get; init; }

    public bool EscapedComputedClass { get; init; }

    public bool AnnotatePlan { get; init; }

    public IReadOnlyDictionary<string, int>? QueuedAllocations { get; init; }

    public string LeaderACL { get; init => field = value ?? ""; } = "";

    public ulong SnapshotIndex { get; init; }

    public ulong CreateIndex { get; init; }

    public ulong ModifyIndex { get; init; }

    public long CreateTime { get; init; }

    public long ModifyTime { get; init; }
}
