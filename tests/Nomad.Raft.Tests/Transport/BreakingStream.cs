namespace Nomad.Raft.Tests.Transport;

/// <summary>A connection over which only so many bytes are written before it breaks.</summary>
internal sealed class BreakingStream(Stream inner, long limit, Action<int> wrote) : Stream
{
    private long left = limit;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var taken = (int)Math.Min(left, buffer.Length);
        await inner.WriteAsync(buffer[..taken], cancellationToken);
        wrote(taken);
        left -= taken;
        if (taken < buffer.Length)
        {
            await inner.DisposeAsync();
            throw new IOException("the connection broke");
        }
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => inner.ReadAsync(buffer, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => inner.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync() => await inner.DisposeAsync();
}
