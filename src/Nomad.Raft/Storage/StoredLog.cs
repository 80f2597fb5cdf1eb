namespace Nomad.Raft.Storage;

/// <summary>What a storage holds when a server starts. Entries follow (<paramref name="BaseIndex"/>, <paramref name="BaseTerm"/>) without gaps.</summary>
public sealed record StoredLog(HardState HardState, ulong BaseIndex, ulong BaseTerm, IReadOnlyList<LogEntry> Entries, SnapshotMeta? Snapshot)
{
    /// <summary>Found just now; what is damaged still lies there until <see cref="IRaftStorage.CutDamage"/>.</summary>
    public StorageDamage? Damage { get; init; }

    /// <summary>Entries that this server may have acknowledged are missing, by damage found now or earlier.</summary>
    public bool LacksEntries { get; init; }
}
