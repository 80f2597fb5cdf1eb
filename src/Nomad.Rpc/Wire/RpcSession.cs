using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;

namespace Nomad.Rpc.Wire;

/// <summary>
/// Many byte streams over one connection; either side opens them, so a client that dialled can be called back. The wire: one byte
/// of kind, u32 stream, u32 length (little endian), payload. Any number of threads.
/// </summary>
public sealed class RpcSession : IAsyncDisposable
{
    /// <summary>What one stream may have under way in one direction.</summary>
    public const int WindowBytes = 256 * 1024;

    /// <summary>A longer frame ends the session: the other side speaks something else.</summary>
    public const int MaxFrameBytes = 64 * 1024;

    /// <summary>Streams of one session at once; more are refused one by one.</summary>
    public const int MaxStreams = 16 * 1024;

    /// <summary>Streams that wait to be accepted.</summary>
    private const int MaxBacklog = 1024;

    private const int HeadBytes = 9;
    private const int MaxQueuedFrames = 256;

    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(10);

    /// <summary>Silence after which the other side counts as gone.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(30);

    private readonly Stream wire;
    private readonly TimeProvider time;
    private readonly ConcurrentDictionary<uint, RpcStream> streams = new();
    private readonly Channel<(byte[] Frame, int Length)> outgoing =
        Channel.CreateBounded<(byte[], int)>(new BoundedChannelOptions(MaxQueuedFrames) { SingleReader = true });
    private readonly Channel<RpcStream> incoming = Channel.CreateBounded<RpcStream>(MaxBacklog);
    private readonly CancellationTokenSource closing = new();
    private Task work = Task.CompletedTask;
    private uint nextId;
    private long lastHeard;
    private int ended;

    private RpcSession(Stream wire, bool dialled, RpcHello peer, TimeProvider time)
    {
        (this.wire, this.time, Peer) = (wire, time, peer);
        nextId = dialled ? 1u : 2u;
        lastHeard = time.GetTimestamp();
    }

    /// <summary>What the other side said of itself.</summary>
    public RpcHello Peer { get; }

    /// <summary>Cancelled when the session is over.</summary>
    public CancellationToken Closed => closing.Token;

    /// <summary>Streams the other side opens, until the session ends.</summary>
    public IAsyncEnumerable<RpcStream> Incoming => incoming.Reader.ReadAllAsync();

    /// <summary>Exchanges greetings and begins. Takes over the stream.</summary>
    /// <exception cref="IOException">The other side went away or speaks something else.</exception>
    public static async Task<RpcSession> StartAsync(Stream wire, RpcHello self, bool dialled, TimeProvider time, CancellationToken cancel)
    {
        try
        {
            var body = JsonSerializer.SerializeToUtf8Bytes(self, WireJson.Default.RpcHello);
            await wire.WriteAsync(Frame(FrameKind.Hello, 0, body).AsMemory(0, HeadBytes + body.Length), cancel).ConfigureAwait(false);
            await wire.FlushAsync(cancel).ConfigureAwait(false);
            var head = new byte[HeadBytes];
            await wire.ReadExactlyAsync(head, cancel).ConfigureAwait(false);
            var (kind, _, length) = Head(head);
            if (kind != FrameKind.Hello)
                throw new IOException("the other side does not speak this wire");
            var answer = new byte[length];
            await wire.ReadExactlyAsync(answer, cancel).ConfigureAwait(false);
            var peer = JsonSerializer.Deserialize(answer, WireJson.Default.RpcHello) ?? throw new IOException("the other side did not say who it is");
            if (self.Discord(peer) is { } discord)
                throw new WireVersionException(discord);
            var session = new RpcSession(wire, dialled, peer, time);
            session.work = session.RunAsync();
            return session;
        }
        catch (Exception problem)
        {
            await wire.DisposeAsync().ConfigureAwait(false);
            if (problem is JsonException or EndOfStreamException)
                throw new IOException($"no greeting from the other side: {problem.Message}", problem);
            throw;
        }
    }

    /// <summary>Opens a stream to the other side.</summary>
    /// <exception cref="IOException">The session is over.</exception>
    public async Task<RpcStream> OpenAsync(CancellationToken cancel)
    {
        var id = Interlocked.Add(ref nextId, 2) - 2;
        var stream = new RpcStream(this, id);
        if (streams.Count >= MaxStreams || !streams.TryAdd(id, stream))
            throw new IOException($"{MaxStreams} streams of this session are open already");
        try
        {
            await SendAsync(FrameKind.Open, id, default, cancel).ConfigureAwait(false);
        }
        catch
        {
            streams.TryRemove(id, out _);
            throw;
        }
        if (closing.IsCancellationRequested)
            stream.Break(Gone());
        return stream;
    }

    public async ValueTask DisposeAsync()
    {
        End(new IOException("the session was closed"));
        await work.ConfigureAwait(false);
    }

    internal bool Forget(uint id) => streams.TryRemove(id, out _);

    internal ValueTask SendCreditAsync(uint id, uint bytes, CancellationToken cancel)
    {
        var payload = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(payload, bytes);
        return SendAsync(FrameKind.Credit, id, payload, cancel);
    }

    internal async ValueTask SendAsync(FrameKind kind, uint id, ReadOnlyMemory<byte> payload, CancellationToken cancel)
    {
        var frame = Frame(kind, id, payload.Span);
        try
        {
            await outgoing.Writer.WriteAsync((frame, HeadBytes + payload.Length), cancel).ConfigureAwait(false);
        }
        catch (Exception problem)
        {
            ArrayPool<byte>.Shared.Return(frame);
            if (problem is ChannelClosedException)
                throw Gone();
            throw;
        }
    }

    /// <summary>As <see cref="SendAsync"/>, for news that nobody needs once the session is over.</summary>
    internal async ValueTask TrySendAsync(FrameKind kind, uint id)
    {
        try
        {
            await SendAsync(kind, id, default, CancellationToken.None).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The session ended; so did the stream.
        }
    }

    private static IOException Gone() => new("the connection to the other agent ended");

    private static byte[] Frame(FrameKind kind, uint id, ReadOnlySpan<byte> payload)
    {
        var frame = ArrayPool<byte>.Shared.Rent(HeadBytes + payload.Length);
        frame[0] = (byte)kind;
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(1), id);
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(5), payload.Length);
        payload.CopyTo(frame.AsSpan(HeadBytes));
        return frame;
    }

    private static (FrameKind Kind, uint Id, int Length) Head(ReadOnlySpan<byte> head)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(head[5..]);
        return length is < 0 or > MaxFrameBytes
            ? throw new IOException($"a frame of {length} bytes; at most {MaxFrameBytes} are allowed")
            : ((FrameKind)head[0], BinaryPrimitives.ReadUInt32LittleEndian(head[1..]), length);
    }

    private async Task RunAsync()
    {
        await using var pulse = time.CreateTimer(_ => Beat(), null, PingInterval, PingInterval).ConfigureAwait(false);
        var writing = WriteLoopAsync();
        Exception reason = Gone();
        try
        {
            await ReadLoopAsync().ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            reason = problem as IOException ?? reason;
        }
        End(reason);
        await writing.ConfigureAwait(false);
        await wire.DisposeAsync().ConfigureAwait(false);
    }

    private async Task ReadLoopAsync()
    {
        var input = new BufferedStream(wire, MaxFrameBytes);
        var head = new byte[HeadBytes];
        var body = new byte[MaxFrameBytes];
        while (true)
        {
            await input.ReadExactlyAsync(head, closing.Token).ConfigureAwait(false);
            var (kind, id, length) = Head(head);
            await input.ReadExactlyAsync(body.AsMemory(0, length), closing.Token).ConfigureAwait(false);
            Volatile.Write(ref lastHeard, time.GetTimestamp());
            Take(kind, id, body.AsSpan(0, length));
        }
    }

    private void Take(FrameKind kind, uint id, ReadOnlySpan<byte> payload)
    {
        streams.TryGetValue(id, out var stream);
        switch (kind)
        {
            case FrameKind.Open:
                Accept(id);
                break;
            case FrameKind.Data when stream is not null:
                if (!stream.Receive(payload))
                    throw new IOException("the other side sent more than the window allows");
                break;
            case FrameKind.Credit when stream is not null && payload.Length == 4:
                stream.AddCredit(BinaryPrimitives.ReadUInt32LittleEndian(payload));
                break;
            case FrameKind.End:
                stream?.ReceiveEnd();
                break;
            case FrameKind.Reset:
                stream?.Break(new IOException("the stream was closed by the other side"));
                break;
            case FrameKind.Ping:
                // Not waited for: a full queue must not stop reading, and any frame is a sign of life.
                Signal(FrameKind.Pong, 0);
                break;
        }
    }

    private void Accept(uint id)
    {
        var stream = new RpcStream(this, id);
        if (streams.Count < MaxStreams && streams.TryAdd(id, stream))
        {
            if (incoming.Writer.TryWrite(stream))
                return;
            streams.TryRemove(id, out _);
        }
        Signal(FrameKind.Reset, id);
    }

    private void Signal(FrameKind kind, uint id)
    {
        var frame = Frame(kind, id, default);
        if (!outgoing.Writer.TryWrite((frame, HeadBytes)))
            ArrayPool<byte>.Shared.Return(frame);
    }

    private async Task WriteLoopAsync()
    {
        var batch = new byte[2 * (HeadBytes + MaxFrameBytes)];
        try
        {
            while (await outgoing.Reader.WaitToReadAsync(closing.Token).ConfigureAwait(false))
            {
                var filled = 0;
                while (filled <= batch.Length - HeadBytes - MaxFrameBytes && outgoing.Reader.TryRead(out var next))
                {
                    next.Frame.AsSpan(0, next.Length).CopyTo(batch.AsSpan(filled));
                    filled += next.Length;
                    ArrayPool<byte>.Shared.Return(next.Frame);
                }
                await wire.WriteAsync(batch.AsMemory(0, filled), closing.Token).ConfigureAwait(false);
                await wire.FlushAsync(closing.Token).ConfigureAwait(false);
            }
        }
        catch (Exception problem) when (problem is IOException or OperationCanceledException or ObjectDisposedException)
        {
            End(problem as IOException ?? Gone());
        }
    }

    private void Beat()
    {
        if (time.GetElapsedTime(Volatile.Read(ref lastHeard)) > LongestSilence)
            End(new IOException($"nothing heard from {Peer.Id} for {LongestSilence.TotalSeconds} s"));
        else
            Signal(FrameKind.Ping, 0);
    }

    private void End(Exception reason)
    {
        if (Interlocked.Exchange(ref ended, 1) != 0)
            return;
        outgoing.Writer.TryComplete();
        incoming.Writer.TryComplete();
        closing.Cancel();
        foreach (var stream in streams.Values)
            stream.Break(reason);
    }
}
