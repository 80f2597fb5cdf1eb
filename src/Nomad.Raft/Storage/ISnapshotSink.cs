namespace Nomad.Raft.Storage;

/// <summary>A snapshot being written. Disposed without <see cref="Commit"/>, it never existed.</summary>
public interface ISnapshotSink : IDisposable
{
    Stream Content { get; }

    /// <summary>Makes the snapshot durable and the newest one.</summary>
    void Commit();
}
