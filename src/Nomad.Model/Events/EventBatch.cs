namespace Nomad.Model.Events;

/// <summary>The events of one Raft index; <c>Events</c> in documents.</summary>
public sealed record EventBatch
{
    public ulong Index { get; init; }

    public IReadOnlyList<ClusterEvent>? Events { get; init; }
}
