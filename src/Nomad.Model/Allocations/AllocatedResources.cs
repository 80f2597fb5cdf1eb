using Nomad.Model.Jobs;

namespace Nomad.Model.Allocations;

public sealed record AllocatedResources
{
    public IReadOnlyDictionary<string, AllocatedTaskResources>? Tasks { get; init; }

    public IReadOnlyDictionary<string, TaskLifecycleConfig>? TaskLifecycles { get; init; }

    public AllocatedSharedResources Shared { get; init => field = value ?? AllocatedSharedResources.None; } = AllocatedSharedResources.None;
}
