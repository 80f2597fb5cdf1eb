namespace Nomad.Scheduling.Reconciliation;

/// <summary>An allocation to create.</summary>
internal sealed record PlacementAsk
{
    public required string Name { get; init; }

    public required TaskGroup Group { get; init; }

    /// <summary>The version to run: the new one, or the one before while canaries wait for promotion.</summary>
    public required Job Job { get; init; }

    public Allocation? Previous { get; init; }

    public bool Canary { get; init; }

    /// <summary>Replaces a failed allocation under its reschedule policy; that one is stopped only if this finds a place.</summary>
    public bool Reschedule { get; init; }

    /// <summary>Stops <see cref="Previous"/> in the same plan because the job changed; nothing stops when there is no place.</summary>
    public bool Destructive { get; init; }

    /// <summary>Runs an older version, outside the deployment.</summary>
    public bool Downgrade { get; init; }

    /// <summary>Must run on this node (system jobs); empty for any.</summary>
    public string NodeID { get; init; } = "";
}

/// <summary>An allocation to stop; an empty client status leaves the client's own.</summary>
internal sealed record StopAsk(Allocation Alloc, string Description, string ClientStatus = "")
{
    /// <summary>When it may be replaced, if not at once: an evaluation of that moment does it.</summary>
    public DateTimeOffset? ReplaceAt { get; init; }
}

/// <summary>What to do with a later reschedule or disconnect: store an evaluation for that moment, if there is one, and note it on the allocation.</summary>
internal sealed record DelayedAsk(Allocation Alloc, DateTimeOffset? Time, bool Disconnect);

internal enum UpdateKind
{
    Ignore,
    InPlace,
    Destructive,
}

/// <summary>Everything that is to happen to one group.</summary>
internal sealed class GroupChanges
{
    public List<PlacementAsk> Place { get; } = [];

    public List<Allocation> InPlace { get; } = [];

    public List<StopAsk> Stop { get; } = [];

    /// <summary>Allocations back from a lost connection, to be marked as running again.</summary>
    public List<Allocation> Reconnected { get; } = [];

    public List<DelayedAsk> Delayed { get; } = [];

    /// <summary>State of the group in a deployment to be created; null when there is none to create.</summary>
    public DeploymentState? NewState { get; set; }

    /// <summary>Whether the group wants a deployment created, not only to be part of one.</summary>
    public bool WantsDeployment { get; set; }

    /// <summary>Canaries the current deployment has to be told about.</summary>
    public int DesiredCanaries { get; set; }

    public bool DeploymentComplete { get; set; } = true;

    public DesiredUpdates Desired { get; set; } = new();
}
