namespace Nomad.Raft.Storage;

/// <summary>Counts and sums what passes in one direction. When reading, <c>verify</c> is called at the end of the content.</summary>
internal sealed class ChecksumStream(Stream inner, long length, Action<uint>? verify = null) : Stream
{
    private Crc32C crc = new();
    private bool verified;

    public long Count { get; private set; }

    public uint Checksum => crc.Value;

    public override bool CanRead => verify is not null;

    public override bool CanWrite => verify is null;

    public override bool CanSeek => false;

    public override long Length => verify is null ? Count : length;

    public override long Position { get => Count; set => throw new NotSupportedException("a snapshot is read and written from start to end"); }

    /// <summary>Counts what lies there already, from the start on, before anything is written.</summary>
    public void Found(ReadOnlySpan<byte> content)
    {
        crc.Add(content);
        Count += content.Length;
    }

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer[..(int)Math.Min(buffer.Length, length - Count)]);
        crc.Add(buffer[..read]);
        Count += read;
        if (!verified && (Count == length || (read == 0 && buffer.Length > 0)))
        {
            verified = true;
            verify!(Count == length ? crc.Value : ~crc.Value);
        }

        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        inner.Write(buffer);
        crc.Add(buffer);
        Count += buffer.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    // Not the inherited ones, which take a thread of the pool for each piece.
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        Write(buffer.AsSpan(offset, count));
        return Task.CompletedTask;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override void Flush() => inner.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("a snapshot is read and written from start to end");

    public override void SetLength(long value) => throw new NotSupportedException("a snapshot is read and written from start to end");

    protected override void Dispose(bool disposing)
    {
        if (disposing && verify is not null)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
