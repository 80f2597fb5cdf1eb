using System.Buffers;
using System.IO.Pipelines;

namespace Nomad.Rpc.Wire;

/// <summary>
/// One byte stream of a session: both directions, each with a window of <see cref="RpcSession.WindowBytes"/>, so that a slow reader
/// stops its own writer and nobody else. One reader and one writer at a time.
/// </summary>
public sealed class RpcStream : Stream
{
    private readonly RpcSession session;
    private readonly Pipe received = new(new PipeOptions(pauseWriterThreshold: 0, useSynchronizationContext: false));
    private readonly SemaphoreSlim credited = new(0);
    private long credit = RpcSession.WindowBytes;
    private long unread;
    private int owed;
    private int ended;
    private bool over;
    private volatile bool reset;

    internal RpcStream(RpcSession session, uint id) => (this.session, Id) = (session, id);

    /// <summary>Who is on the other side.</summary>
    public RpcHello Peer => session.Peer;

    /// <summary>Cancelled when the other side gave the stream up or the session ended.</summary>
    public CancellationToken Closed => closed.Token;

    private readonly CancellationTokenSource closed = new();

    internal uint Id { get; }

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.Length == 0)
            return 0;
        var result = await received.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        var part = result.Buffer.Slice(0, Math.Min(buffer.Length, result.Buffer.Length));
        foreach (var segment in part)
        {
            segment.CopyTo(buffer);
            buffer = buffer[segment.Length..];
        }
        var count = (int)part.Length;
        received.Reader.AdvanceTo(part.End);
        Interlocked.Add(ref unread, -count);
        owed += count;
        if (owed >= RpcSession.WindowBytes / 2 && !result.IsCompleted)
        {
            var room = owed;
            owed = 0;
            await session.SendCreditAsync(Id, (uint)room, cancellationToken).ConfigureAwait(false);
        }
        return count;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (buffer.Length > 0)
        {
            if (reset || Volatile.Read(ref ended) != 0)
                throw new IOException("the stream was closed by the other side");
            var room = Volatile.Read(ref credit);
            if (room <= 0)
            {
                await credited.WaitAsync(cancellationToken).ConfigureAwait(false);
                continue;
            }
            var count = (int)Math.Min(Math.Min(room, buffer.Length), RpcSession.MaxFrameBytes);
            Interlocked.Add(ref credit, -count);
            await session.SendAsync(FrameKind.Data, Id, buffer[..count], cancellationToken).ConfigureAwait(false);
            buffer = buffer[count..];
        }
    }

    /// <summary>Says that no more bytes follow; reading goes on.</summary>
    public async ValueTask CompleteWritesAsync()
    {
        if (Interlocked.Exchange(ref ended, 1) == 0 && !reset)
            await session.TrySendAsync(FrameKind.End, Id).ConfigureAwait(false);
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override void Write(byte[] buffer, int offset, int count) => WriteAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        if (!session.Forget(Id))
            return;
        await CompleteWritesAsync().ConfigureAwait(false);
        if (!reset)
            await session.TrySendAsync(FrameKind.Reset, Id).ConfigureAwait(false);
        Break(new IOException("the stream was closed"));
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _ = DisposeAsync().AsTask();
        base.Dispose(disposing);
    }

    /// <summary>Bytes from the wire. False when the other side ignores its window.</summary>
    internal bool Receive(ReadOnlySpan<byte> data)
    {
        if (Interlocked.Add(ref unread, data.Length) > RpcSession.WindowBytes)
            return false;
        lock (received)
        {
            if (over)
                return true;
            received.Writer.Write(data);
            // Never waits: the window bounds what lies here.
            _ = received.Writer.FlushAsync();
        }
        return true;
    }

    internal void AddCredit(uint bytes)
    {
        Interlocked.Add(ref credit, bytes);
        credited.Release();
    }

    internal void ReceiveEnd() => EndReading(null);

    /// <summary>The other side, or the whole session, is gone. What arrived before an end can still be read.</summary>
    internal void Break(Exception reason)
    {
        reset = true;
        EndReading(reason);
        credited.Release();
        closed.Cancel();
    }

    private void EndReading(Exception? reason)
    {
        lock (received)
        {
            if (over)
                return;
            over = true;
            received.Writer.Complete(reason);
        }
    }
}
