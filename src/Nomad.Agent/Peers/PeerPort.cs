using System.Net;
using System.Net.Sockets;
using Nomad.Model.Logging;
using Nomad.Raft.Transport;

namespace Nomad.Agent.Peers;

/// <summary>The RPC port: accepts connections of other agents within limits and hands them to the <see cref="PeerNetwork"/>.</summary>
internal sealed class PeerPort : IAsyncDisposable
{
    /// <summary>Connections of all callers together; a server of ten thousand clients needs one each.</summary>
    private const int MaxConnections = 32 * 1024;

    private readonly TcpListener listener;
    private readonly PeerNetwork network;
    private readonly CallerCounts callers;
    private readonly ILog log;
    private readonly CancellationTokenSource stop = new();
    private readonly Task accepting;
    private int open;

    private PeerPort(TcpListener listener, PeerNetwork network, int maxPerCaller, ILog log)
    {
        (this.listener, this.network, callers, this.log) = (listener, network, new CallerCounts(maxPerCaller), log);
        accepting = AcceptAsync();
    }

    /// <summary>Throws <see cref="IOException"/> naming the address when it is taken.</summary>
    /// <param name="endpoint">Where to listen.</param>
    /// <param name="network">What serves the connections.</param>
    /// <param name="maxPerCaller">Connections of one address at once (<c>limits.rpc_max_conns_per_client</c>); 0 = no limit.</param>
    /// <param name="log">For refusals.</param>
    public static PeerPort Open(IPEndPoint endpoint, PeerNetwork network, int maxPerCaller, ILog log)
    {
        var listener = new TcpListener(endpoint);
        try
        {
            listener.Start(512);
            return new PeerPort(listener, network, maxPerCaller, log);
        }
        catch (SocketException problem)
        {
            listener.Dispose();
            throw new IOException($"listen tcp {endpoint}: bind: {problem.Message}", problem);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Dispose();
        await accepting;
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var socket = await listener.AcceptSocketAsync(stop.Token);
                _ = ServeAsync(socket);
            }
            catch (Exception problem) when (problem is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // The port is closed, or a caller gave up before it was accepted.
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        if (socket.RemoteEndPoint is not IPEndPoint caller)
        {
            socket.Dispose();
            return;
        }
        var total = Interlocked.Increment(ref open);
        var few = callers.Enter(caller.Address);
        try
        {
            if (!few || total > MaxConnections)
            {
                log.Warn($"refused a connection: from={caller} reason=\"too many are open; limits are {callers.Most} of one address " +
                    $"(limits.rpc_max_conns_per_client) and {MaxConnections} in all\"");
                socket.Dispose();
                return;
            }
            PeerSocket.Prepare(socket);
            await network.ServeAsync(new NetworkStream(socket, ownsSocket: true), caller.ToString());
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            // One connection must not take the port along; an unforeseen failure must not be silent either.
            log.Error($"connection failed: from={caller} error=\"{problem.Message}\"");
            socket.Dispose();
        }
        finally
        {
            Interlocked.Decrement(ref open);
            callers.Leave(caller.Address);
        }
    }
}
