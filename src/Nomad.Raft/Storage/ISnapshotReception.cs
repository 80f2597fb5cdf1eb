namespace Nomad.Raft.Storage;

/// <summary>
/// A snapshot that arrives from another server. Disposed without <see cref="Commit"/>, what has arrived stays, and the next reception of
/// the same snapshot goes on after it, after a restart as far as it was durable.
/// </summary>
public interface ISnapshotReception : IDisposable
{
    /// <summary>Bytes of the content that are here already.</summary>
    long Offset { get; }

    /// <summary>Takes what follows <see cref="Offset"/>.</summary>
    Stream Content { get; }

    /// <summary>Forgets what has arrived, as after a failure of the disk.</summary>
    void Abandon();

    /// <summary>Makes the snapshot durable and the newest one, a state durable.</summary>
    /// <exception cref="InvalidDataException">What arrived is not what was announced; nothing of it is kept.</exception>
    void Commit();
}
