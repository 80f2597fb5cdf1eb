using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Nomad.Model.Logging;
using Nomad.Raft.Transport;
using Nomad.Rpc.Wire;

namespace Nomad.Agent.Peers;

/// <summary>
/// This agent's connections to other agents: sessions it dialled and sessions that were opened to it, each kept and shared.
/// A stream that the other side opens on any of them is a call to this agent's HTTP API. Any thread.
/// </summary>
internal sealed class PeerNetwork(PeerNetworkOptions options, ILog log) : IAsyncDisposable
{
    /// <summary>Calls that wait for the HTTP API to take them; more wait on their sessions.</summary>
    private const int MaxWaitingCalls = 1024;

    private static readonly TimeSpan DialPatience = TimeSpan.FromSeconds(5);

    private readonly Channel<RpcStream> calls = Channel.CreateBounded<RpcStream>(MaxWaitingCalls);
    private readonly ConcurrentDictionary<(string Address, string Role), RpcSession> dialled = new();
    private readonly ConcurrentDictionary<(string Address, string Role), SemaphoreSlim> dialling = new();
    private readonly ConcurrentDictionary<string, ImmutableList<RpcSession>> nodes = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource stopping = new();

    /// <summary>Streams opened by others, for the HTTP listener.</summary>
    public ChannelReader<RpcStream> Calls => calls.Reader;

    /// <summary>
    /// Whether a node has this secret: logs and shells are asked for over its session, so that whoever claims to be it must know that. Set by a server;
    /// nobody is a node before.
    /// </summary>
    public Func<string, string, bool> IsNode { get; set; } = (_, _) => false;

    /// <summary>Takes Raft connections; set before the port opens.</summary>
    public Func<Stream, Task>? ServeRaft { get; set; }

    /// <summary>A raw connection to another agent's RPC port that begins with <paramref name="purpose"/>.</summary>
    /// <exception cref="IOException">Nobody answers there.</exception>
    public Task<Stream> DialAsync(string address, PeerPurpose purpose, CancellationToken cancel) => DialAsync(address, purpose, anyRegion: false, cancel);

    private async Task<Stream> DialAsync(string address, PeerPurpose purpose, bool anyRegion, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel, stopping.Token);
        limit.CancelAfter(DialPatience);
        var (host, port) = PeerAddress.Split(address);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            PeerSocket.Prepare(socket);
            await socket.ConnectAsync(host, port, limit.Token);
            Stream stream = new NetworkStream(socket, ownsSocket: true);
            if (options.Security is { } security)
                stream = await security.AsClientAsync(stream, anyRegion, limit.Token);
            await stream.WriteAsync(new[] { (byte)purpose }, limit.Token);
            return stream;
        }
        catch (Exception problem)
        {
            socket.Dispose();
            if (problem is SocketException)
                throw new IOException($"dial tcp {address}: {problem.Message}", problem);
            if (problem is OperationCanceledException && !cancel.IsCancellationRequested)
                throw new IOException($"dial tcp {address}: no answer within {DialPatience.TotalSeconds} s", problem);
            throw;
        }
    }

    /// <summary>The session to a server, dialled when there is none.</summary>
    /// <exception cref="IOException">Nobody answers there.</exception>
    public Task<RpcSession> SessionAsync(string address, CancellationToken cancel) => SessionAsync(address, options.Self, cancel);

    /// <summary>As above, introduced as somebody else: a client's node beside its server.</summary>
    public async Task<RpcSession> SessionAsync(string address, RpcHello self, CancellationToken cancel)
    {
        var key = (address, self.Role);
        if (Living(key) is { } known)
            return known;
        var gate = dialling.GetOrAdd(key, _ => new SemaphoreSlim(1));
        await gate.WaitAsync(cancel);
        try
        {
            if (Living(key) is { } made)
                return made;
            // Servers talk to those of other regions too; a client trusts its secret to none of those.
            var stream = await DialAsync(address, PeerPurpose.Session, anyRegion: self.Role == PeerRoles.Server, cancel);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel, stopping.Token);
            limit.CancelAfter(DialPatience);
            var session = await RpcSession.StartAsync(stream, self, dialled: true, options.Time, limit.Token);
            if (options.Security?.Vouches(stream, session.Peer) == false || session.Peer.Role != PeerRoles.Server)
            {
                await session.DisposeAsync();
                throw new IOException($"the agent at {address} calls itself a {session.Peer.Role} of region \"{session.Peer.Region}\", which its certificate does not");
            }
            dialled[key] = session;
            _ = TakeCallsAsync(session);
            return session;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new IOException($"no greeting from {address} within {DialPatience.TotalSeconds} s");
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>The newest session that a client's node opened to this server, null when it has none here. Others may have opened sessions in its name.</summary>
    public RpcSession? NodeSession(string nodeId) => nodes.TryGetValue(nodeId, out var sessions)
        ? sessions.FindLast(session => !session.Closed.IsCancellationRequested && IsNode(nodeId, session.Peer.Secret)) : null;

    /// <summary>Serves one accepted connection until it ends. Errors of the other side end it with a word in the log.</summary>
    public async Task ServeAsync(Stream stream, string from)
    {
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
            limit.CancelAfter(options.HandshakeTimeout);
            if (options.Security is { } security)
                stream = await security.AsServerAsync(stream, limit.Token);
            var first = new byte[1];
            await stream.ReadExactlyAsync(first, limit.Token);
            switch ((PeerPurpose)first[0])
            {
                case PeerPurpose.Raft when options.Security?.IsServer(stream) == false:
                    log.Warn($"refused a connection: from={from} reason=\"it speaks Raft without the certificate of a server\"");
                    await stream.DisposeAsync();
                    return;
                case PeerPurpose.Raft when ServeRaft is { } serve:
                    limit.CancelAfter(Timeout.InfiniteTimeSpan);
                    await serve(stream);
                    return;
                case PeerPurpose.Session:
                    var session = await RpcSession.StartAsync(stream, options.Self, dialled: false, options.Time, limit.Token);
                    limit.CancelAfter(Timeout.InfiniteTimeSpan);
                    if (options.Security?.Vouches(stream, session.Peer) == false)
                    {
                        log.Warn($"refused a session: from={from} reason=\"its certificate is not that of a {session.Peer.Role} of region {session.Peer.Region}\"");
                        await session.DisposeAsync();
                        return;
                    }
                    await KeepAsync(session);
                    return;
                default:
                    log.Warn($"refused a connection: from={from} reason=\"it speaks no protocol of this port (first byte {first[0]})\"");
                    await stream.DisposeAsync();
                    return;
            }
        }
        catch (Exception problem) when (problem is IOException or SocketException or OperationCanceledException or ObjectDisposedException
            or System.Security.Authentication.AuthenticationException)
        {
            if (problem is WireVersionException)
                log.Warn($"refused a session: from={from} reason=\"{problem.Message}\"");
            else if (!stopping.IsCancellationRequested)
                log.Debug($"connection ended: from={from} reason=\"{problem.Message}\"");
            await stream.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        calls.Writer.TryComplete();
        foreach (var session in dialled.Values.Concat(nodes.Values.SelectMany(each => each)))
            await session.DisposeAsync();
    }

    private RpcSession? Living((string, string) key) => dialled.TryGetValue(key, out var session) && !session.Closed.IsCancellationRequested ? session : null;

    private async Task KeepAsync(RpcSession session)
    {
        var node = session.Peer.Role == PeerRoles.Client ? session.Peer.Id : "";
        if (node.Length > 0)
            nodes.AddOrUpdate(node, [session], (_, others) => others.Add(session));
        await using var ending = stopping.Token.Register(() => _ = session.DisposeAsync().AsTask());
        await TakeCallsAsync(session);
        // Only this session: the node may have come back on another meanwhile.
        while (node.Length > 0 && nodes.TryGetValue(node, out var all) && all.Contains(session))
        {
            if (all.Count == 1 ? nodes.TryRemove(KeyValuePair.Create(node, all)) : nodes.TryUpdate(node, all.Remove(session), all))
                break;
        }
    }

    private async Task TakeCallsAsync(RpcSession session)
    {
        try
        {
            await foreach (var call in session.Incoming)
                await calls.Writer.WriteAsync(call, stopping.Token);
        }
        catch (Exception problem) when (problem is OperationCanceledException or ChannelClosedException)
        {
            // The agent stops.
        }
        await session.DisposeAsync();
    }
}
