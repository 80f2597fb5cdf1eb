namespace Nomad.Raft;

/// <summary>What an entry carries. Values are stored on disk.</summary>
public enum EntryKind : byte
{
    /// <summary>Bytes for the state machine.</summary>
    Command = 0,

    /// <summary>Nothing: marks the start of a leader's term, or serves as a barrier.</summary>
    Noop = 1,

    /// <summary>An encoded <see cref="RaftConfiguration"/>.</summary>
    Configuration = 2,

    /// <summary>An encoded <see cref="Storage.SnapshotDigest"/>: the state of an operator that takes the place of all before. Who stores the entry has that state.</summary>
    State = 3,
}
