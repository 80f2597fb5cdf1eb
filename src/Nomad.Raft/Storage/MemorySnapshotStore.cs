namespace Nomad.Raft.Storage;

/// <summary>Snapshots as byte arrays.</summary>
public sealed class MemorySnapshotStore : ISnapshotStore
{
    private readonly Lock gate = new();
    private readonly Dictionary<SnapshotDigest, byte[]> states = [];
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

    public ISnapshotSink Create(SnapshotMeta meta) => new Sink(content => Publish(meta, content));

    public ISnapshotReception Receive(SnapshotMeta meta, SnapshotDigest digest)
    {
        if (arriving is null || (arriving.Meta.Index, arriving.Meta.Term, arriving.Digest) != (meta.Index, meta.Term, digest))
        {
            arriving = new Part(this, meta, digest, content => Publish(meta, content));
        }

        return arriving;
    }

    public ISnapshotSink CreateState() => new Sink(PublishState);

    public ISnapshotReception ReceiveState(SnapshotDigest digest) => arriving = new Part(this, new SnapshotMeta(0, 0, RaftConfiguration.Empty, 0), digest, PublishState);

    public bool HasState(SnapshotDigest digest)
    {
        lock (gate)
        {
            return states.ContainsKey(digest);
        }
    }

    public Stream OpenState(SnapshotDigest digest)
    {
        lock (gate)
        {
            return states.TryGetValue(digest, out var content) ? new MemoryStream(content, writable: false)
                : throw new FileNotFoundException($"the state of {digest.Bytes} bytes that the log names is not there");
        }
    }

    public void KeepStates(IReadOnlyCollection<SnapshotDigest> needed)
    {
        lock (gate)
        {
            foreach (var digest in states.Keys.Except(needed).ToList())
            {
                states.Remove(digest);
            }
        }
    }

    public void Discard(SnapshotMeta damaged)
    {
    }

    private void Publish(SnapshotMeta meta, byte[] content)
    {
        lock (gate)
        {
            if (latest is null || latest.Value.Meta.Index < meta.Index)
            {
                latest = (meta, content);
            }
        }
    }

    private void PublishState(byte[] content)
    {
        lock (gate)
        {
            states[DigestOf(content)] = content;
        }
    }

    private static SnapshotDigest DigestOf(byte[] content) => new(content.Length, Crc32C.Of(content));

    private sealed class Part(MemorySnapshotStore store, SnapshotMeta meta, SnapshotDigest digest, Action<byte[]> publish) : ISnapshotReception
    {
        private readonly Sink sink = new(publish);

        public SnapshotMeta Meta => meta;

        public SnapshotDigest Digest => digest;

        public long Offset => sink.Content.Length;

        public Stream Content => sink.Content;

        public void Abandon() => store.arriving = null;

        public void Commit()
        {
            store.arriving = null;
            if (sink.Digest != digest)
            {
                throw new InvalidDataException($"snapshot {meta.Index} arrived otherwise than it was announced");
            }

            sink.Commit();
        }

        public void Dispose()
        {
        }
    }

    private sealed class Sink(Action<byte[]> publish) : ISnapshotSink
    {
        private readonly MemoryStream content = new();

        public Stream Content => content;

        public SnapshotDigest Digest => DigestOf(content.ToArray());

        public void Commit() => publish(content.ToArray());

        public void Dispose() => content.Dispose();
    }
}
