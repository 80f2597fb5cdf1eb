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

    public DiskSnapshotSink(IRaftFiles files, string path, SnapshotMeta meta, Action publish, long step = long.MaxValue)
        : this(files, path, new AppendStream(files.Create(path), 0, step), publish)
    {
        file.Write(SnapshotFile.EncodeHead(meta));
    }

    private DiskSnapshotSink(IRaftFiles files, string path, AppendStream file, Action publish)
    {
        (this.files, this.path, this.publish, this.file) = (files, path, publish, file);
        content = new ChecksumStream(file, long.MaxValue);
    }

    public Stream Content => content;

    /// <summary>Of what was written so far.</summary>
    public SnapshotDigest Digest => new(content.Count, content.Checksum);

    /// <summary>
    /// Goes on with a file that a program before this one wrote in steps, and did not finish: with all of it that was durable for certain.
    /// Null when that is nothing; the file is gone then.
    /// </summary>
    /// <param name="files">Where it lies.</param>
    /// <param name="path">Its name.</param>
    /// <param name="meta">What must stand in its head.</param>
    /// <param name="most">Bytes the content can have.</param>
    /// <param name="publish">What to do with the file when it is complete.</param>
    /// <param name="step">The same as then.</param>
    public static DiskSnapshotSink? Continue(IRaftFiles files, string path, SnapshotMeta meta, long most, Action publish, long step)
    {
        var head = SnapshotFile.EncodeHead(meta);
        using var found = files.OpenRead(path);
        // Behind the last whole step anything may lie: a power cut keeps the length of a file and loses what was in it. A step that ends the
        // file may not have been flushed yet.
        var sure = Math.Min((found.Length - 1) / step * step, (head.Length + most) / step * step);
        var first = new byte[head.Length];
        if (sure <= head.Length || found.ReadAtLeast(first, first.Length, throwOnEndOfStream: false) < first.Length || !first.AsSpan().SequenceEqual(head))
        {
            files.Delete(path);
            return null;
        }

        var handle = files.Open(path);
        handle.SetLength(sure);
        var sink = new DiskSnapshotSink(files, path, new AppendStream(handle, sure, step), publish);
        var buffer = new byte[AppendStream.BufferBytes];
        for (var left = sure - head.Length; left > 0;)
        {
            var piece = buffer.AsSpan(0, (int)Math.Min(left, buffer.Length));
            found.ReadExactly(piece);
            sink.content.Found(piece);
            left -= piece.Length;
        }

        return sink;
    }

    public void Commit()
    {
        file.Write(SnapshotFile.EncodeTail(content.Count, content.Checksum));
        file.Flush();
        file.Dispose();
        publish();
        committed = true;
    }

    /// <summary>Closes the file as it is.</summary>
    public void Leave() => file.Dispose();

    public void Dispose()
    {
        if (!committed)
        {
            file.Dispose();
            files.Delete(path);
        }
    }
}
