using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Nomad.Agent.Peers;
using Nomad.Configuration.Settings;
using Nomad.Model.Logging;
using Nomad.Rpc.Wire;

namespace Nomad.Agent.Tests.Peers;

/// <summary>What a connection to the RPC port may say of itself, by its certificate.</summary>
public sealed class Certified_sessions : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nomad-certified-");
    private readonly TestAuthority authority = new();

    public void Dispose()
    {
        authority.Dispose();
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("server.global.nomad", "server", "global", true)]
    [InlineData("server.east.nomad", "server", "east", true)]
    [InlineData("client.global.nomad", "client", "global", true)]
    [InlineData("server.global.nomad", "client", "global", true)]
    [InlineData("host7.example.com", "client", "global", true)]
    [InlineData("client.global.nomad", "server", "global", false)]
    [InlineData("server.east.nomad", "server", "global", false)]
    [InlineData("client.east.nomad", "client", "global", false)]
    [InlineData("host7.example.com", "server", "global", false)]
    public async Task A_session_is_kept_when_the_certificate_says_the_same(string subject, string role, string region, bool kept)
    {
        await using var network = Network("server.global.nomad", "server", "global", Eventually.Patience);
        var (near, far) = await PairAsync();
        var serving = network.ServeAsync(far, "test");
        using var certificate = authority.Certificate(subject);
        var secured = new SslStream(near, false, (_, _, _, _) => true);
        await secured.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "server.global.nomad", ClientCertificates = [certificate] });
        await secured.WriteAsync(new byte[] { (byte)PeerPurpose.Session });
        await using var session = await RpcSession.StartAsync(secured, new RpcHello { Role = role, Region = region, Id = "x" }, dialled: true, TimeProvider.System, default);
        if (!kept)
        {
            await serving.WaitAsync(Eventually.Patience);
            return;
        }
        await using var call = await session.OpenAsync(default);
        await call.WriteAsync("hello"u8.ToArray());
        using var limit = new CancellationTokenSource(Eventually.Patience);
        Assert.Equal(role, (await network.Calls.ReadAsync(limit.Token)).Peer.Role);
    }

    [Theory]
    [InlineData("server.east.nomad", "east", "server", true)]
    [InlineData("server.east.nomad", "east", "client", false)]
    [InlineData("server.global.nomad", "global", "client", true)]
    [InlineData("client.global.nomad", "global", "server", false)]
    [InlineData("server.east.nomad", "global", "server", false)]
    public async Task Who_dials_gets_a_session_only_with_a_server_and_a_client_only_with_one_of_its_region(string subject, string region, string dialler, bool kept)
    {
        await using var answering = Network(subject, "server", region, Eventually.Patience);
        await using var dialling = Network($"{dialler}.global.nomad", dialler, "global", Eventually.Patience);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var accepted = listener.AcceptTcpClientAsync().ContinueWith(each => answering.ServeAsync(each.Result.GetStream(), "test"), TaskScheduler.Default);
        var dialled = dialling.SessionAsync(listener.LocalEndpoint.ToString()!, new RpcHello { Role = dialler, Region = "global", Id = "x" }, default);
        if (kept)
            Assert.Equal(region, (await dialled).Peer.Region);
        else
            await Assert.ThrowsAsync<IOException>(() => dialled);
    }

    [Fact]
    public async Task Who_says_nothing_is_hung_up_on()
    {
        await using var network = Network("server.global.nomad", "server", "global", TimeSpan.FromMilliseconds(200));
        var (near, far) = await PairAsync();
        await network.ServeAsync(far, "test").WaitAsync(Eventually.Patience);
        Assert.Equal(0, await near.ReadAsync(new byte[1]));
    }

    [Fact]
    public async Task One_address_gets_no_more_connections_than_it_may()
    {
        await using var network = new PeerNetwork(new PeerNetworkOptions { Self = new RpcHello { Role = "server" }, Time = TimeProvider.System }, NoLog.Instance);
        var endpoint = new IPEndPoint(IPAddress.Loopback, Ports.Free());
        await using var port = PeerPort.Open(endpoint, network, maxPerCaller: 2, NoLog.Instance);
        var callers = new List<TcpClient>();
        for (var i = 0; i < 3; i++)
        {
            callers.Add(new TcpClient());
            await callers[i].ConnectAsync(endpoint);
            // Each is seen before the next comes: the port greets what begins a session.
            await callers[i].GetStream().WriteAsync(new byte[] { (byte)PeerPurpose.Session });
            Assert.Equal(i < 2 ? 1 : 0, await ReadAsync(callers[i]));
        }
        callers.ForEach(caller => caller.Dispose());

        static async Task<int> ReadAsync(TcpClient caller)
        {
            try
            {
                return await caller.GetStream().ReadAsync(new byte[1]).AsTask().WaitAsync(Eventually.Patience);
            }
            catch (IOException)
            {
                return 0; // reset instead of closed
            }
        }
    }

    private PeerNetwork Network(string subject, string role, string region, TimeSpan handshake)
    {
        var (root, certificate, key) = authority.Files(folder.FullName, subject);
        return new PeerNetwork(new PeerNetworkOptions
        {
            Self = new RpcHello { Role = role, Region = region, Id = subject }, Time = TimeProvider.System, HandshakeTimeout = handshake,
            Security = PeerSecurity.Load(new TlsSettings { EnableRPC = true, VerifyServerHostname = true, CAFile = root, CertFile = certificate, KeyFile = key }, region),
        }, NoLog.Instance);
    }

    private static async Task<(NetworkStream Near, NetworkStream Far)> PairAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var near = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await near.ConnectAsync(listener.LocalEndpoint!);
        return (new NetworkStream(near, ownsSocket: true), new NetworkStream(await listener.AcceptSocketAsync(), ownsSocket: true));
    }
}
