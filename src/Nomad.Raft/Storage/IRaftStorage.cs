namespace Nomad.Raft.Storage;

/// <summary>
/// Where a server remembers. Log members are called by one thread; <see cref="Snapshots"/> is safe for any. A method that returns has
/// stored durably; one that throws leaves the server stopped, because what is on disk is then unknown.
/// </summary>
public interface IRaftStorage : IDisposable
{
    ISnapshotStore Snapshots { get; }

    /// <summary>Reads everything. Called once, first. Damage is reported and stays as it is.</summary>
    StoredLog Load();

    /// <summary>Gives up what <see cref="Load"/> found damaged and all that follows it, and remembers until <see cref="Repaired"/> that this happened.</summary>
    void CutDamage();

    /// <summary>Everything that damage took is here again.</summary>
    void Repaired();

    void SaveHardState(HardState state);

    /// <summary>Stores entries, first removing any from the first one's index on.</summary>
    void Append(IReadOnlyList<LogEntry> entries);

    /// <summary>Forgets entries up to and including the index: a snapshot replaces them.</summary>
    void Compact(ulong index, ulong term);

    /// <summary>Forgets the whole log; the next entry follows this place.</summary>
    void Reset(ulong index, ulong term);
}
