using Nomad.Model.Allocations;
using Nomad.Model.Diffs;
using Nomad.Model.Evaluations;
using Nomad.Model.Plans;

namespace Nomad.Model.Requests;

public sealed record JobPlanResponse
{
    public PlanAnnotations? Annotations { get; init; }

    public IReadOnlyDictionary<string, AllocMetric>? FailedTGAllocs { get; init; }

    public ulong JobModifyIndex { get; init; }

    public IReadOnlyList<Evaluation>? CreatedEvals { get; init; }

    public JobDiff? Diff { get; init; }

    public DateTimeOffset NextPeriodicLaunch { get; init; }

    public string Warnings { get; init => field = value ?? ""; } = "";

    public ulong Index { get; init; }
}
