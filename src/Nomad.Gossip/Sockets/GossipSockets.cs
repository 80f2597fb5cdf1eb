using System.Net;
using System.Net.Sockets;
using Nomad.Gossip.Wire;

namespace Nomad.Gossip.Sockets;

/// <summary>One UDP socket and one TCP listener on the same port.</summary>
internal sealed class GossipSockets : IAsyncDisposable
{
    /// <summary>Streams served at once; more are closed.</summary>
    private const int MaxStreams = 128;

    private const int ReceiveBytes = 64 * 1024;
    private const int BindAttempts = 20;

    private readonly SerfOptions options;
    private readonly Action<byte[], IPEndPoint> onPacket;
    private readonly Action<Stream> onStream;
    private readonly CancellationTokenSource stopping = new();
    private readonly Socket listener;
    private readonly Socket udp;
    private Task receiving = Task.CompletedTask;
    private Task accepting = Task.CompletedTask;
    private int streams;

    public GossipSockets(SerfOptions options, Action<byte[], IPEndPoint> onPacket, Action<Stream> onStream)
    {
        (this.options, this.onPacket, this.onStream) = (options, onPacket, onStream);
        (listener, udp) = Bind(options.Bind);
        LocalEndPoint = (IPEndPoint)udp.LocalEndPoint!;
    }

    public IPEndPoint LocalEndPoint { get; }

    public void Start()
    {
        receiving = Task.Run(ReceiveAsync);
        accepting = Task.Run(AcceptAsync);
    }

    public void Send(IPEndPoint to, byte[] packet)
    {
        try
        {
            udp.SendTo(packet, to);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // datagrams may be lost; a peer that cannot be reached will be found out by its probes
        }
    }

    /// <summary>Sends a request on a new stream and reads the answer, all within the stream timeout.</summary>
    public async Task<T> CallAsync<T>(IPEndPoint to, byte[] request, Func<Stream, T> read, CancellationToken token)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(token, stopping.Token);
        deadline.CancelAfter(options.Timing.StreamTimeout);
        using var socket = new Socket(to.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(to, deadline.Token);
        using var closing = deadline.Token.Register(socket.Dispose);
        return await Task.Run(
            () =>
            {
                using var stream = new NetworkStream(socket);
                stream.Write(request);
                return read(new DuplexBuffer(stream));
            },
            token);
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        udp.Dispose();
        listener.Dispose();
        await receiving;
        await accepting;
    }

    private static (Socket Listener, Socket Udp) Bind(IPEndPoint at)
    {
        for (var attempt = 1; ; attempt++)
        {
            var listener = new Socket(at.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            var udp = new Socket(at.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            try
            {
                listener.Bind(at);
                udp.Bind(new IPEndPoint(at.Address, ((IPEndPoint)listener.LocalEndPoint!).Port));
                listener.Listen(MaxStreams);
                return (listener, udp);
            }
            catch (SocketException)
            {
                listener.Dispose();
                udp.Dispose();
                if (at.Port != 0 || attempt == BindAttempts)
                {
                    throw;
                }
            }
        }
    }

    private async Task ReceiveAsync()
    {
        var buffer = new byte[ReceiveBytes];
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var received = await udp.ReceiveFromAsync(buffer, SocketFlags.None, new IPEndPoint(options.Bind.Address, 0), stopping.Token);
                onPacket(buffer[..received.ReceivedBytes], (IPEndPoint)received.RemoteEndPoint);
            }
            catch (SocketException)
            {
                // an answer to an earlier datagram said that nobody listens there
            }
            catch (Exception error) when (stopping.IsCancellationRequested && error is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task AcceptAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var socket = await listener.AcceptAsync(stopping.Token);
                if (Interlocked.Increment(ref streams) > MaxStreams)
                {
                    Interlocked.Decrement(ref streams);
                    socket.Dispose();
                    continue;
                }

                _ = Task.Run(() => Serve(socket));
            }
            catch (SocketException)
            {
                // the peer gave up before it was accepted
            }
            catch (Exception error) when (stopping.IsCancellationRequested && error is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private void Serve(Socket socket)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
        deadline.CancelAfter(options.Timing.StreamTimeout);
        using var closing = deadline.Token.Register(socket.Dispose);
        try
        {
            using var stream = new NetworkStream(socket, ownsSocket: true);
            var buffered = new DuplexBuffer(stream);
            try
            {
                onStream(buffered);
            }
            catch (InvalidDataException refusal)
            {
                options.Log?.Invoke($"refused a stream: {refusal.Message}");
                stream.Write(StreamCodec.Seal(new SwimMessage.Error(refusal.Message).Encode(), options.Keyring));
            }
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException)
        {
            // the peer went away or was too slow
        }
        finally
        {
            Interlocked.Decrement(ref streams);
        }
    }
}
