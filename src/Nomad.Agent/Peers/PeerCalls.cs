using System.Net;
using Nomad.Rpc.Wire;

namespace Nomad.Agent.Peers;

/// <summary>
/// HTTP over sessions: a request to <c>http://SERVER:PORT/…</c> travels over the session to that RPC address, one to
/// <c>http://NODE-ID.node/…</c> over the session that node opened to this server. Connections are pooled as with TCP.
/// </summary>
internal sealed class PeerCalls : IDisposable
{
    /// <summary>What a caller is told when a node has no session here.</summary>
    public const string NoPathToNode = "No path to node";

    private const string NodeSuffix = ".node";

    private static readonly TimeSpan IdleLimit = TimeSpan.FromMinutes(1);

    private readonly PeerNetwork network;
    private readonly Func<RpcHello>? self;
    private readonly SocketsHttpHandler handler;

    /// <param name="network">Where the sessions are.</param>
    /// <param name="self">As whom to dial servers; null for the agent itself.</param>
    public PeerCalls(PeerNetwork network, Func<RpcHello>? self = null)
    {
        this.network = network;
        this.self = self;
        handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.None,
            PooledConnectionIdleTimeout = IdleLimit,
            ConnectCallback = ConnectAsync,
        };
        Invoker = new HttpMessageInvoker(handler);
    }

    public HttpMessageInvoker Invoker { get; }

    /// <summary>Base address of a server, by its RPC address.</summary>
    public static string Server(string rpcAddress) => "http://" + rpcAddress;

    /// <summary>Base address of a client's node.</summary>
    public static string Node(string nodeId) => $"http://{nodeId}{NodeSuffix}";

    public void Dispose()
    {
        Invoker.Dispose();
        handler.Dispose();
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        RpcSession session;
        if (host.EndsWith(NodeSuffix, StringComparison.Ordinal))
            session = network.NodeSession(host[..^NodeSuffix.Length]) ?? throw new IOException(NoPathToNode);
        else
        {
            var address = host.Contains(':', StringComparison.Ordinal) ? $"[{host}]:{port}" : $"{host}:{port}";
            session = self is null ? await network.SessionAsync(address, cancel) : await network.SessionAsync(address, self(), cancel);
        }
        return await session.OpenAsync(cancel);
    }
}
