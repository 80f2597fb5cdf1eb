using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Nomad.Raft.Transport;

/// <summary>
/// Messages over streams: one lasting connection to each peer for messages, one more for each snapshot. How a connection is opened
/// (TCP, TLS, a first byte) is the caller's affair; incoming ones are handed in by <see cref="ServeAsync"/>.
/// </summary>
/// <param name="dial">Opens a connection to an address.</param>
/// <param name="silence">As <see cref="Silence"/>.</param>
public sealed class TcpRaftTransport(Func<string, CancellationToken, Task<Stream>> dial, TimeSpan? silence = null) : IRaftTransport
{
    /// <summary>
    /// A snapshot on whose way nothing happens for so long is given up, on either side, and begun anew from where it is. Long, because each side
    /// reads what is there already before it goes on.
    /// </summary>
    public static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    private readonly TimeSpan silence = silence ?? Silence;
    private readonly ConcurrentDictionary<string, string> addresses = new();
    private readonly ConcurrentDictionary<string, PeerConnection> peers = new();
    private readonly TaskCompletionSource<IRaftReceiver> receiver = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource stopping = new();
    private RaftServer? me;
    private TcpListener? listener;
    private Task accepting = Task.CompletedTask;

    /// <summary>Plain TCP, for a port of its own.</summary>
    public TcpRaftTransport()
        : this(DialTcpAsync)
    {
    }

    /// <summary>Listens by itself. Returns the bound address.</summary>
    /// <exception cref="SocketException">The address cannot be bound.</exception>
    public IPEndPoint Listen(IPEndPoint at)
    {
        listener = new TcpListener(at);
        listener.Start();
        accepting = AcceptAsync(listener);
        return (IPEndPoint)listener.LocalEndpoint;
    }

    public void Start(RaftServer self, IRaftReceiver target)
    {
        me = self;
        receiver.TrySetResult(target);
    }

    public void Learn(RaftConfiguration configuration)
    {
        foreach (var server in configuration.Servers)
        {
            addresses[server.Id] = server.Address;
        }
    }

    public void Send(RaftMessage message) => peers.GetOrAdd(message.To, id => new PeerConnection(token => DialAsync(id, token), stopping.Token)).Send(message);

    public async Task SendSnapshotAsync(InstallSnapshot header, Stream data, CancellationToken token)
    {
        await using var stream = await DialAsync(header.To, token);
        await RaftFrames.WriteSnapshotAsync(stream, header, data, silence, token);
    }

    /// <summary>Serves one incoming connection until it ends. Errors of the peer end it quietly.</summary>
    public async Task ServeAsync(Stream stream)
    {
        string? from = null;
        try
        {
            var target = await receiver.Task.WaitAsync(stopping.Token);
            while (await RaftFrames.ReadAsync(stream, stopping.Token) is { } message)
            {
                if (message is Introduction introduction)
                {
                    addresses.TryAdd(introduction.From, introduction.Address);
                }
                else if (message is InstallSnapshot install)
                {
                    await target.ReceiveSnapshotAsync(install, async (offset, cancel) =>
                    {
                        await RaftFrames.SendOffsetAsync(stream, offset, cancel);
                        return new SnapshotChunks(stream, silence);
                    }, stopping.Token);
                    await RaftFrames.ConfirmAsync(stream, stopping.Token);
                }
                else if (message is not UnknownMessage)
                {
                    from = message.From;
                    target.Receive(message);
                }
            }
        }
        catch (Exception error) when (error is IOException or SocketException or InvalidDataException or OperationCanceledException or ObjectDisposedException)
        {
            // the peer went away or talks another protocol: it will dial again
        }
        finally
        {
            await stream.DisposeAsync();
            if (from is not null && !stopping.IsCancellationRequested)
            {
                (await receiver.Task).Lost(from);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener?.Stop();
        await accepting;
        foreach (var peer in peers.Values)
        {
            await peer.DisposeAsync();
        }
    }

    private static async Task<Stream> DialTcpAsync(string address, CancellationToken token)
    {
        var colon = address.LastIndexOf(':');
        if (colon < 1 || !int.TryParse(address[(colon + 1)..], out var port))
        {
            throw new IOException($"\"{address}\" is no raft address: expected host:port");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            PeerSocket.Prepare(socket);
            await socket.ConnectAsync(address[..colon].Trim('[', ']'), port, token);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<Stream> DialAsync(string id, CancellationToken token)
    {
        var address = addresses.GetValueOrDefault(id) ?? throw new IOException($"the address of server {id} is not known");
        var stream = await dial(address, token);
        try
        {
            await stream.WriteAsync(RaftFrames.Frame(new Introduction(me!.Id, id, me.Address)), token);
            return stream;
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    private async Task AcceptAsync(TcpListener accepted)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var socket = await accepted.AcceptSocketAsync(stopping.Token);
                PeerSocket.Prepare(socket);
                _ = ServeAsync(new NetworkStream(socket, ownsSocket: true));
            }
            catch (Exception error) when (error is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // ends with the loop's condition, or the peer gave up before it was accepted
            }
        }
    }
}
