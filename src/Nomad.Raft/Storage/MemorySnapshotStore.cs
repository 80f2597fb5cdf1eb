namespace Nomad.Raft.Storage;

/// <summary>Snapshots as byte arrays.</summary>
public sealed class MemorySnapshotStore : ISnapshotStore
{
    private readonly Lock gate = new();
    private (SnapshotMeta Meta, byte[] Content)? latest;
    private Part? arriving;

    public SnapshotMeta? Latest
    {
        get
        {
            lock (gate)
            {
                return latest?.Meta;
            }
        }
    }

    public (SnapshotMeta Meta, SnapshotDigest Digest, Stream Content) OpenLatest()
    {
        lock (gate)
        {
            return latest is { } found
                ? (found.Meta, DigestOf(found.Content), new MemoryStream(found.Content, writable: false))
                : throw new InvalidOperationException("there is no snapshot yet");
        }
    }

    public ISnapshotSink Create(SnapshotMeta meta) => new Sink(this, meta);

    public ISnapshotReception Receive(SnapshotMeta meta, SnapshotDigest digest)
    {
        if (arriving is null || (arriving.Meta.Index, arriving.Meta.Term, arriving.Digest) != (meta.Index, meta.Term, digest))
        {
            arriving = new Part(this, meta, digest);
        }

        return arriving;
    }

    public void Discard(SnapshotMeta damaged)
    {
    }

    private static SnapshotDigest DigestOf(byte[] content) => new(content.Length, Crc32C.Of(content));

    private sealed class Part(MemorySnapshotStore store, SnapshotMeta meta, SnapshotDigest digest) : ISnapshotReception
    {
        private readonly Sink sink = new(store, meta);

        public SnapshotMeta Meta => meta;

        public SnapshotDigest Digest => digest;

        public long Offset => sink.Content.Length;

        public Stream Content => sink.Content;

        public void Abandon() => store.arriving = null;

        public void Commit()
        {
            store.arriving = null;
            if (DigestOf(((MemoryStream)sink.Content).ToArray()) != digest)
            {
                throw new InvalidDataException($"snapshot {meta.Index} arrived otherwise than it was announced");
            }

            sink.Commit();
        }

        public void Dispose()
        {
        }
    }

    private sealed class Sink(MemorySnapshotStore store, SnapshotMeta meta) : ISnapshotSink
    {
        private readonly MemoryStream content = new();

        public Stream Content => content;

        public void Commit()
        {
            lock (store.gate)
            {
                if (store.latest is null || store.latest.Value.Meta.Index < meta.Index)
                {
                    store.latest = (meta, content.ToArray());
                }
            }
        }

        public void Dispose() => content.Dispose();
    }
}
