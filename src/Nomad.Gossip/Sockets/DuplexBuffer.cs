namespace Nomad.Gossip.Sockets;

/// <summary>Buffers reads, not writes: a buffered stream of the runtime would want to seek before it writes after reading.</summary>
internal sealed class DuplexBuffer(Stream inner) : Stream
{
    private readonly byte[] buffer = new byte[16 * 1024];
    private int start;
    private int end;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException("a connection has no length");

    public override long Position { get => throw new NotSupportedException("a connection has no position"); set => throw new NotSupportedException("a connection has no position"); }

    public override int Read(Span<byte> target)
    {
        if (start == end)
        {
            (start, end) = (0, inner.Read(buffer, 0, buffer.Length));
        }

        var count = Math.Min(target.Length, end - start);
        buffer.AsSpan(start, count).CopyTo(target);
        start += count;
        return count;
    }

    public override int Read(byte[] target, int offset, int count) => Read(target.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> source) => inner.Write(source);

    public override void Write(byte[] source, int offset, int count) => inner.Write(source, offset, count);

    public override void Flush() => inner.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("a connection has no position");

    public override void SetLength(long value) => throw new NotSupportedException("a connection has no length");
}
