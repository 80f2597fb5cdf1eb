namespace Nomad.Raft.Storage;

/// <summary>Writes one snapshot file.</summary>
internal sealed class DiskSnapshotSink : ISnapshotSink
{
    private readonly IRaftFiles files;
    private readonly string path;
    private readonly AppendStream file;
    private readonly ChecksumStream content;
    private readonly Action publish;
    private bool committed;

    public DiskSnapshotSink(IRaftFiles files, string path, SnapshotMeta meta, Action publish)
    {
        (this.files, this.path, this.publish) = (files, path, publish);
        file = new AppendStream(files.Create(path));
        file.Write(SnapshotFile.EncodeHead(meta));
        content = new ChecksumStream(file, long.MaxValue);
    }

    public Stream Content => content;

    /// <summary>Of what was written so far.</summary>
    public SnapshotDigest Digest => new(content.Count, content.Checksum);

    public void Commit()
    {
        file.Write(SnapshotFile.EncodeTail(content.Count, content.Checksum));
        file.Flush();
        file.Dispose();
        committed = true;
        publish();
    }

    public void Dispose()
    {
        if (!committed)
        {
            file.Dispose();
            files.Delete(path);
        }
    }
}
