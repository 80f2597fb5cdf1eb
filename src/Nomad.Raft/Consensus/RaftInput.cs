using Nomad.Raft.Transport;

namespace Nomad.Raft.Consensus;

/// <summary>Everything that can happen to a core. Time is an input too.</summary>
public abstract record RaftInput
{
    /// <summary>One tick of time has passed.</summary>
    public sealed record Tick : RaftInput
    {
        public static readonly Tick One = new();
    }

    public sealed record Received(RaftMessage Message) : RaftInput;

    /// <summary>The connection of another server to this one is gone.</summary>
    public sealed record Lost(string Peer) : RaftInput;

    /// <summary>Append these commands in this order, all or none.</summary>
    public sealed record Propose(IReadOnlyList<ReadOnlyMemory<byte>> Commands, EntryKind Kind = EntryKind.Command) : RaftInput;

    public sealed record ChangeConfiguration(ConfigurationChange Change) : RaftInput;

    /// <summary>First configuration of a group whose servers are all empty.</summary>
    public sealed record Bootstrap(RaftConfiguration Configuration) : RaftInput;

    /// <summary>Hand leadership to this voter; null = to the one that is furthest.</summary>
    public sealed record TransferLeadership(string? Target) : RaftInput;

    /// <summary>Report in <see cref="RaftEffects.Reads"/> the index that a linearizable read must see.</summary>
    public sealed record ReadIndex(ulong RequestId) : RaftInput;

    /// <summary>Entries of an earlier step are durable up to this place.</summary>
    public sealed record Stored(ulong Index, ulong Term) : RaftInput;

    /// <summary>The state machine wrote a snapshot; the log may be cut, except for its last <paramref name="TrailingEntries"/>.</summary>
    public sealed record SnapshotTaken(SnapshotMeta Snapshot, int TrailingEntries) : RaftInput;

    /// <summary>How sending a snapshot ended.</summary>
    public sealed record SnapshotSent(string To, bool Success) : RaftInput;

    /// <summary>Start an election without waiting.</summary>
    public sealed record Campaign : RaftInput;
}
