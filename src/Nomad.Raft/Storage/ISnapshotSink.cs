namespace Nomad.Raft.Storage;

/// <summary>A snapshot being written. Disposed without <see cref="Commit"/>, it never existed.</summary>
public interface ISnapshotSink : IDisposable
{
    Stream Content { get; }

    /// <summary>Of what was written so far.</summary>
    SnapshotDigest Digest { get; }

    /// <summary>Makes the snapshot durable and the newest one, a state durable.</summary>
    void Commit();
}
