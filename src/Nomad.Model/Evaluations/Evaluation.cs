using Nomad.Model.Allocations;
using Nomad.Model.Plans;

namespace Nomad.Model.Evaluations;

/// <remarks>
/// See enums. Wait dur legacy; WaitUntil time. CreateTime/ModifyTime ns.
/// </remarks>
public sealed record Evaluation
{
    public string ID { get; init; } = "";

    public string Namespace { get; init; } = "";

    public int Priority { get; init; }

    public string Type { get; init; } = "";

    public string TriggeredBy { get; init; } = "";

    public string JobID { get; init; } = "";

    public ulong JobModifyIndex { get; init; }

    public string NodeID { get; init; } = "";

    public ulong NodeModifyIndex { get; init; }

    public string DeploymentID { get; init; } = "";

    public string Status { get; init; } = "";

    public string StatusDescription { get; init; } = "";

    public Duration Wait { get; init; }

    public DateTimeOffset WaitUntil { get; init; }

    public string NextEval { get; init; } = "";

    public string PreviousEval { get; init; } = "";

    public string BlockedEval { get; init; } = "";

    public IReadOnlyList<EvaluationStub>? RelatedEvals { get; init; }

    public IReadOnlyDictionary<string, AllocMetric>? FailedTGAllocs { get; init; }

    public PlanAnnotations? PlanAnnotations { get; init; }

    public IReadOnlyDictionary<string, bool>? ClassEligibility { get; init; }

    public string QuotaLimitReached { get; init; } = "";

    public IReadOnlyList<string>? MissingNonNodeResources { get; init; }

    public bool EscapedComputedClass { get; init; }

    public bool AnnotatePlan { get; init; }

    public IReadOnlyDictionary<string, int>? QueuedAllocations { get; init; }

    public string LeaderACL { get; init; } = "";

    public ulong SnapshotIndex { get; init; }

    public ulong CreateIndex { get; init; }

    public ulong ModifyIndex { get; init; }

    public long CreateTime { get; init; }

    public long ModifyTime { get; init; }
}
