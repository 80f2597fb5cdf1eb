using System.Net;
using System.Net.Sockets;
using Nomad.Agent.Logging;
using Nomad.Model.Logging;

namespace Nomad.Agent.Composition;

/// <summary>
/// The port that other agents would call. This agent's own client reaches its server in the process, so a caller here is one
/// that cannot be served: it is told so in the log and hung up on. Holding the port keeps a second server from starting beside this one.
/// </summary>
internal sealed class RpcPort : IAsyncDisposable
{
    private readonly TcpListener listener;
    private readonly CancellationTokenSource stop = new();
    private readonly Task accepting;

    private RpcPort(TcpListener listener, ILog log)
    {
        this.listener = listener;
        accepting = AcceptAsync(log);
    }

    /// <summary>Throws <see cref="IOException"/> naming the address when it is taken.</summary>
    public static RpcPort Open(IPEndPoint endpoint, AgentLog log)
    {
        var listener = new TcpListener(endpoint);
        try
        {
            listener.Start();
            return new RpcPort(listener, log.For("nomad.rpc"));
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

    private async Task AcceptAsync(ILog log)
    {
        try
        {
            while (true)
            {
                using var caller = await listener.AcceptTcpClientAsync(stop.Token);
                log.Warn($"refused a connection: from={caller.Client.RemoteEndPoint} reason=\"this server serves no other agents\"");
            }
        }
        catch (Exception problem) when (problem is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The port is closed.
        }
    }
}
