namespace Nomad.Scheduling;

/// <summary>Where a child stands in the queue of its parent's children: those made before it that are not over, and how many may be.</summary>
public sealed record SiblingQueue(string ParentID, int Limit, int Before);
