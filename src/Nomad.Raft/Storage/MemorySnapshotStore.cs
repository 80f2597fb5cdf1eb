namespace Nomad.Raft.Storage;

/// <summary>Snapshots as byte arrays.</summary>
public sealed class MemorySnapshotStore : ISnapshotStore
{
    private readonly Lock gate = new();
    private (SnapshotMeta Meta, byte[] Content)? latest;

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

    public (SnapshotMeta Meta, Stream Content) OpenLatest()
    {
        lock (gate)
        {
            return latest is { } found
                ? (found.Meta, new MemoryStream(found.Content, writable: false))
                : throw new InvalidOperationException("there is no snapshot yet");
        }
    }

    public ISnapshotSink Create(SnapshotMeta meta) => new Sink(this, meta);

    public void Discard(SnapshotMeta damaged)
    {
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
