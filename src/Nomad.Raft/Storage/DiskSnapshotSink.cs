namespace Nomad.Raft.Storage;

/// <summary>Writes one snapshot file.</summary>
internal sealed class DiskSnapshotSink : ISnapshotSink
{
    private readonly FileStream file;
    private readonly ChecksumStream content;
    private readonly Action publish;
    private bool committed;

    public DiskSnapshotSink(string path, SnapshotMeta meta, Action publish)
    {
        this.publish = publish;
        file = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, bufferSize: 256 * 1024);
        file.Write(SnapshotFile.EncodeHead(meta));
        content = new ChecksumStream(file, long.MaxValue);
    }

    public Stream Content => content;

    public void Commit()
    {
        file.Write(SnapshotFile.EncodeTail(content.Count, content.Checksum));
        file.Flush(flushToDisk: true);
        file.Dispose();
        committed = true;
        publish();
    }

    public void Dispose()
    {
        if (!committed)
        {
            file.Dispose();
            File.Delete(file.Name);
        }
    }
}
