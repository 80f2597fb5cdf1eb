namespace Nomad.Raft.Storage;

/// <summary>Writes a file to its end.</summary>
/// <param name="file">Becomes the stream's.</param>
/// <param name="start">What is there already.</param>
/// <param name="step">What came before each multiple of this is made durable before anything after it is written; a multiple of <see cref="BufferBytes"/>, or less than that.</param>
internal sealed class AppendStream(IRaftFile file, long start = 0, long step = long.MaxValue) : Stream
{
    public const int BufferBytes = 256 * 1024;

    private readonly byte[] buffer = new byte[Math.Min(BufferBytes, step)];
    private int buffered;
    private long written = start;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => written + buffered;

    public override long Position
    {
        get => Length;
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] source, int offset, int count) => Write(source.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> source)
    {
        while (!source.IsEmpty)
        {
            var taken = Math.Min(source.Length, buffer.Length - buffered);
            source[..taken].CopyTo(buffer.AsSpan(buffered));
            buffered += taken;
            source = source[taken..];
            if (buffered == buffer.Length)
            {
                WriteBuffer();
            }
        }
    }

    /// <summary>Durable when it returns.</summary>
    public override void Flush()
    {
        WriteBuffer();
        file.Flush();
    }

    public override int Read(byte[] target, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
        }

        base.Dispose(disposing);
    }

    private void WriteBuffer()
    {
        file.Write(buffer.AsSpan(0, buffered), written);
        (written, buffered) = (written + buffered, 0);
        if (written % step == 0)
        {
            file.Flush();
        }
    }
}
