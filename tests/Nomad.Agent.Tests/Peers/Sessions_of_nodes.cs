using System.Net;
using System.Net.Sockets;
using Nomad.Agent.Peers;
using Nomad.Model.Logging;
using Nomad.Rpc.Wire;

namespace Nomad.Agent.Tests.Peers;

/// <summary>Over which session a server reaches a node.</summary>
public sealed class Sessions_of_nodes
{
    [Fact]
    public async Task Who_does_not_know_a_nodes_secret_takes_nothing_from_it()
    {
        await using var network = new PeerNetwork(
            new PeerNetworkOptions { Self = new RpcHello { Role = PeerRoles.Server, Region = "global" }, Time = TimeProvider.System, HandshakeTimeout = Eventually.Patience }, NoLog.Instance)
        {
            IsNode = (id, secret) => (id, secret) == ("n1", "its secret"),
        };
        await using var impostor = await OpenAsync(network, "a guess");
        Assert.Null(network.NodeSession("n1"));
        await using var node = await OpenAsync(network, "its secret");
        await using var second = await OpenAsync(network, "another guess");
        Assert.Equal("its secret", network.NodeSession("n1")?.Peer.Secret);
        await using (await OpenAsync(network, "its secret"))
        {
            Assert.NotNull(network.NodeSession("n1"));
        }

        Assert.Equal("its secret", network.NodeSession("n1")?.Peer.Secret);
        await node.DisposeAsync();
        await Eventually.TrueAsync(() => network.NodeSession("n1") is null, "the node's last session is gone");
    }

    // Kept when a call over it has arrived.
    private static async Task<RpcSession> OpenAsync(PeerNetwork network, string secret)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var near = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await near.ConnectAsync(listener.LocalEndpoint!);
        _ = network.ServeAsync(new NetworkStream(await listener.AcceptSocketAsync(), ownsSocket: true), "test");
        var stream = new NetworkStream(near, ownsSocket: true);
        await stream.WriteAsync(new byte[] { (byte)PeerPurpose.Session });
        var hello = new RpcHello { Role = PeerRoles.Client, Region = "global", Id = "n1", Secret = secret };
        var session = await RpcSession.StartAsync(stream, hello, dialled: true, TimeProvider.System, default);
        await using var call = await session.OpenAsync(default);
        await call.WriteAsync("hello"u8.ToArray());
        using var limit = new CancellationTokenSource(Eventually.Patience);
        await network.Calls.ReadAsync(limit.Token);
        return session;
    }
}
