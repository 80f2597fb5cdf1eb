using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Nomad.Agent.Http.Internal;
using Nomad.Agent.Peers;
using Nomad.Configuration;
using Nomad.Model.Json;
using Nomad.Model.Logging;
using Nomad.Raft.Transport;
using Nomad.Rpc.Wire;
using Nomad.Server.Membership;

namespace Nomad.Agent.Composition;

/// <summary>What connects this agent to others, put together from the configuration: sessions, Raft's transport, the RPC port.</summary>
internal sealed class PeerPieces : IAsyncDisposable
{
    private static readonly TimeSpan AskPatience = TimeSpan.FromSeconds(5);

    private readonly PeerCalls calls;
    private PeerPort? port;

    public PeerPieces(AgentConfiguration configuration, ILog log, TimeProvider time)
    {
        var tls = configuration.TLSConfig;
        Security = tls.EnableRPC || tls.EnableHTTP ? PeerSecurity.Load(tls, configuration.Region) : null;
        Network = new PeerNetwork(new PeerNetworkOptions
        {
            Self = new RpcHello
            {
                Role = configuration.Server.Enabled ? PeerRoles.Server : PeerRoles.Client, Region = configuration.Region,
                Id = configuration.Server.Enabled ? $"{configuration.NodeName}.{configuration.Region}" : "",
            },
            Time = time,
            HandshakeTimeout = configuration.Limits.RPCHandshakeTimeout,
            Security = tls.EnableRPC ? Security : null,
        }, log.For("nomad.rpc"));
        Raft = new TcpRaftTransport((address, cancel) => Network.DialAsync(address, PeerPurpose.Raft, cancel));
        Network.ServeRaft = Raft.ServeAsync;
        calls = new PeerCalls(Network);
        Forwarder = new RequestForwarder(calls);
    }

    public PeerNetwork Network { get; }

    public TcpRaftTransport Raft { get; }

    public RequestForwarder Forwarder { get; }

    /// <summary>The certificates of block <c>tls</c>, null without.</summary>
    public PeerSecurity? Security { get; }

    /// <summary>Opens the RPC port. Throws <see cref="IOException"/> naming the address when it is taken.</summary>
    public void Listen(AgentConfiguration configuration, ILog log) => port = PeerPort.Open(
        IPEndPoint.Parse(configuration.NormalizedAddrs.RPC), Network, configuration.Limits.RPCMaxConnsPerClient, log.For("nomad.rpc"));

    /// <summary>The Raft group that the server at an RPC address belongs to; null when it does not answer.</summary>
    public Task<IReadOnlyList<string>?> PeersOfAsync(string address, CancellationToken cancel) =>
        AskAsync(address, "/v1/status/peers", ModelJson.Default.ListOfText, cancel);

    /// <summary>The servers of a region, as the server at an RPC address knows or finds out; null when it does not.</summary>
    public Task<IReadOnlyList<string>?> PeersOfAsync(string address, string region, CancellationToken cancel) =>
        AskAsync(address, "/v1/status/peers?region=" + Uri.EscapeDataString(region), ModelJson.Default.ListOfText, cancel);

    /// <summary>How far the log of the server at an RPC address is; null when it does not answer.</summary>
    public Task<RaftReport?> ReportOfAsync(string address, CancellationToken cancel) =>
        AskAsync(address, ServerCallRoutes.RaftReport, ServerCallJson.Default.RaftReport, cancel);

    /// <summary>A request to another server.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string address, string path, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(AskPatience);
        using var request = new HttpRequestMessage(method, PeerCalls.Server(address) + path);
        return await calls.Invoker.SendAsync(request, limit.Token);
    }

    private async Task<T?> AskAsync<T>(string address, string path, JsonTypeInfo<T> type, CancellationToken cancel) where T : class
    {
        try
        {
            using var answer = await SendAsync(HttpMethod.Get, address, path, cancel);
            return answer.IsSuccessStatusCode ? JsonSerializer.Deserialize(await answer.Content.ReadAsByteArrayAsync(cancel), type) : null;
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException or JsonException or OperationCanceledException)
        {
            cancel.ThrowIfCancellationRequested();
            return null;
        }
    }

    /// <summary>A request to another server, whose end only the caller sets.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel) => calls.Invoker.SendAsync(request, cancel);

    public async ValueTask DisposeAsync()
    {
        if (port is not null)
            await port.DisposeAsync();
        await Network.DisposeAsync();
        calls.Dispose();
    }
}
