namespace Nomad.Raft;

/// <summary>How one server of the group behaves. Times are multiples of <see cref="TickInterval"/>.</summary>
public sealed record RaftOptions
{
    /// <summary>Longest command in bytes. Larger work must be split: one huge entry stalls heartbeats and snapshots for everybody.</summary>
    public const int MaxEntryBytes = 8 * 1024 * 1024;

    /// <summary>Proposals that may wait at once before <see cref="RaftBusyException"/>.</summary>
    public const int MaxPendingProposals = 64 * 1024;

    /// <summary>Received messages that may wait at once; more are dropped, as a network would.</summary>
    public const int MaxWaitingMessages = 16 * 1024;

    /// <summary>Unique and lasting name of this server.</summary>
    public required string NodeId { get; init; }

    /// <summary>host:port under which others reach this server.</summary>
    public required string Address { get; init; }

    /// <summary>With an empty disk: become the only voter, and leader at once.</summary>
    public bool Bootstrap { get; init; }

    /// <summary>
    /// The group that counts from this start on instead of the stored one: an operator's word after a majority was lost for good. Whoever is
    /// elected first writes it to the log. Ignored with an empty disk; null: the stored group counts.
    /// </summary>
    public RaftConfiguration? ReplacedGroup { get; init; }

    public TimeSpan TickInterval { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Ticks without a leader before asking for votes; each wait is 1 to 1.5 times this.</summary>
    public int ElectionTicks { get; init; } = 20;

    /// <summary>The same where messages of the leader come late (<see cref="Consensus.Patience"/>), and what a leader without a majority waits. Never less than <see cref="ElectionTicks"/>.</summary>
    public int StrainedElectionTicks { get; init; }

    public int HeartbeatTicks { get; init; } = 2;

    /// <summary>Applied entries since the last snapshot that trigger the next one.</summary>
    public int SnapshotThreshold { get; init; } = 8192;

    /// <summary>No snapshot is taken for the count of entries sooner than this after the one before, or after the start.</summary>
    public TimeSpan SnapshotInterval { get; init; }

    /// <summary>Bytes of commands since the last snapshot that trigger the next one, whatever the count.</summary>
    public long SnapshotThresholdBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Entries kept before a snapshot, so that a server that was away for a moment needs no snapshot.</summary>
    public int TrailingEntries { get; init; } = 10240;

    /// <summary>Seed of election timing.</summary>
    public int Seed { get; init; }
}
