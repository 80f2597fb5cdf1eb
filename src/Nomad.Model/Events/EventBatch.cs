namespace Nomad.Model.Events;

public sealed record EventBatch
{
    public ulong Index { get; init; }

    public IReadOnlyList<ClusterEvent>? Events { get; init; }
}
