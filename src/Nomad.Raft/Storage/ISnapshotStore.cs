namespace Nomad.Raft.Storage;

/// <summary>The newest snapshots of a server. Beside them the states that operators gave and that entries of the log may name: those are no snapshots of this group.</summary>
public interface ISnapshotStore
{
    /// <summary>How many complete snapshots are kept.</summary>
    const int Kept = 2;

    SnapshotMeta? Latest { get; }

    /// <summary>Content of the newest snapshot, its checksum verified while it is read: damage throws <see cref="DamagedFileException"/> at the end at the latest.</summary>
    (SnapshotMeta Meta, SnapshotDigest Digest, Stream Content) OpenLatest();

    /// <summary>Begins a snapshot that becomes visible when it is committed.</summary>
    ISnapshotSink Create(SnapshotMeta meta);

    /// <summary>Goes on with what has arrived of exactly this snapshot, or begins it and forgets what arrived of any other. One reception at a time.</summary>
    ISnapshotReception Receive(SnapshotMeta meta, SnapshotDigest digest);

    /// <summary>This one turned out to be damaged: it is not offered any more, and goes when another one takes its place.</summary>
    void Discard(SnapshotMeta damaged);

    /// <summary>Begins a state, found by its digest when it is committed.</summary>
    ISnapshotSink CreateState();

    /// <summary>As <see cref="Receive"/>, of a state.</summary>
    ISnapshotReception ReceiveState(SnapshotDigest digest);

    bool HasState(SnapshotDigest digest);

    /// <summary>As <see cref="OpenLatest"/>, of a state.</summary>
    /// <exception cref="FileNotFoundException">It is not here.</exception>
    Stream OpenState(SnapshotDigest digest);

    /// <summary>Forgets all states but these.</summary>
    void KeepStates(IReadOnlyCollection<SnapshotDigest> needed);
}
