namespace Nomad.Raft.Storage;

/// <summary>The part of one announced snapshot that has arrived so far. One reception at a time.</summary>
internal sealed class SnapshotPart(SnapshotMeta meta, SnapshotDigest digest, DiskSnapshotSink sink, Action<SnapshotPart> over) : ISnapshotReception
{
    private volatile bool open = true;
    private bool ended;

    public ulong Index => meta.Index;

    /// <summary>A transfer is adding to it now.</summary>
    public bool IsOpen => open;

    public long Offset => sink.Content.Length;

    public Stream Content => sink.Content;

    public bool Is(SnapshotMeta other, SnapshotDigest otherDigest) => (meta.Index, meta.Term, digest) == (other.Index, other.Term, otherDigest);

    public SnapshotPart Continued()
    {
        open = true;
        return this;
    }

    public void Abandon()
    {
        if (ended)
        {
            return;
        }

        ended = true;
        over(this);
        sink.Dispose();
    }

    /// <summary>The program ends: nothing is added any more, and the file stays.</summary>
    public void Leave()
    {
        ended = true;
        sink.Leave();
    }

    public void Commit()
    {
        if (sink.Digest != digest)
        {
            var arrived = sink.Digest;
            Abandon();
            throw new InvalidDataException($"snapshot {meta.Index} arrived as {arrived.Bytes} bytes with checksum {arrived.Checksum:x8}; announced were {digest.Bytes} with {digest.Checksum:x8}");
        }

        ended = true;
        over(this);
        using (sink)
        {
            sink.Commit();
        }
    }

    public void Dispose() => open = false;
}
