using Nomad.Raft.Storage;
using Nomad.Raft.Transport;

namespace Nomad.Raft.Consensus;

/// <summary>
/// What the shell must do after a step, in the order of the properties: reset, store, send, apply. <see cref="SendEarly"/> may go out
/// before storing: it promises nothing about this server's disk.
/// </summary>
public sealed class RaftEffects
{
    /// <summary>The stored log is replaced by this (already stored) snapshot, and the state machine must restore it.</summary>
    public SnapshotMeta? Restore { get; internal set; }

    public HardState? HardState { get; internal set; }

    /// <summary>Entries to store; they replace stored ones from the first index on.</summary>
    public IReadOnlyList<LogEntry> Append { get; internal set; } = [];

    /// <summary>Once the entries above are stored, this server lacks nothing any more that damage took.</summary>
    public bool Repaired { get; internal set; }

    public List<RaftMessage> SendEarly { get; } = [];

    public List<RaftMessage> Send { get; } = [];

    /// <summary>Servers that need the newest stored snapshot.</summary>
    public List<InstallSnapshot> SendSnapshots { get; } = [];

    /// <summary>Entries for the state machine, in order, each exactly once.</summary>
    public IReadOnlyList<LogEntry> Committed { get; internal set; } = [];

    /// <summary>Reads that may be served once the state machine has applied the index.</summary>
    public List<(ulong RequestId, ulong Index)> Reads { get; } = [];

    /// <summary>Where the stored log may be cut.</summary>
    public (ulong Index, ulong Term)? Compact { get; internal set; }

    /// <summary>Answer to the proposal or request of this step.</summary>
    public RaftRefusal Refusal { get; internal set; }

    public string RefusalReason { get; internal set; } = "";

    /// <summary>Place of the first entry that this step's proposal created; 0 if none.</summary>
    public ulong ProposedIndex { get; internal set; }

    internal void Refuse(RaftRefusal refusal, string reason = "") => (Refusal, RefusalReason) = (refusal, reason);
}
