namespace Nomad.Raft.Storage;

/// <summary>What a storage holds when a server starts. Entries follow (<paramref name="BaseIndex"/>, <paramref name="BaseTerm"/>) without gaps.</summary>
public sealed record StoredLog(HardState HardState, ulong BaseIndex, ulong BaseTerm, IReadOnlyList<LogEntry> Entries, SnapshotMeta? Snapshot);
