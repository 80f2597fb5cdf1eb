using Nomad.Model.Allocations;

namespace Nomad.Model.Plans;

public sealed record PlanAnnotations
{
    public IReadOnlyDictionary<string, DesiredUpdates>? DesiredTGUpdates { get; init; }

    public IReadOnlyList<AllocListStub>? PreemptedAllocs { get; init; }
}
