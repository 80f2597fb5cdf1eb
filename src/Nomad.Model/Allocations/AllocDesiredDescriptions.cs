namespace Nomad.Model.Allocations;

/// <summary>Why the servers want what they want of an allocation.</summary>
public static class AllocDesiredDescriptions
{
    public const string AllocNotNeededDueToJobUpdate = "alloc not needed due to job update";
    public const string AllocNotNeededDueToDisconnectedClientReconnect = "alloc not needed due to disconnected client reconnect";
    public const string AllocIsBeingMigrated = "alloc is being migrated";
    public const string AllocIsBeingUpdatedDueToJobUpdate = "alloc is being updated due to job update";
    public const string AllocIsLostSinceItsNodeIsDown = "alloc is lost since its node is down";
    public const string AllocIsUnknownSinceItsNodeIsDisconnected = "alloc is unknown since its node is disconnected";
    public const string AllocUpdatingInPlace = "alloc updating in-place";
    public const string AllocNotNeededAsNodeIsTainted = "alloc not needed as node is tainted";
    public const string AllocWasRescheduledBecauseItFailed = "alloc was rescheduled because it failed";

    public static string PreemptedBy(string allocID) => $"Preempted by alloc ID {allocID}";
}
