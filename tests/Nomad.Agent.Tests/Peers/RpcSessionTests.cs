using System.Net;
using System.Net.Sockets;
using Nomad.Rpc.Wire;

namespace Nomad.Agent.Tests.Peers;

/// <summary>Sessions over real sockets on loopback.</summary>
public sealed class RpcSessionTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = Eventually.Patience;

    private readonly CancellationTokenSource limit = new(Patience);
    private RpcSession caller = null!;
    private RpcSession called = null!;
    private Stream callerWire = null!;

    public async ValueTask InitializeAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var client = new TcpClient();
        var connecting = client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        var server = await listener.AcceptTcpClientAsync(limit.Token);
        await connecting;
        callerWire = client.GetStream();
        var starting = RpcSession.StartAsync(callerWire, new RpcHello { Role = "client", Id = "node-1", Secret = "s3cret" }, dialled: true, TimeProvider.System, limit.Token);
        called = await RpcSession.StartAsync(server.GetStream(), new RpcHello { Role = "server", Id = "a.global" }, dialled: false, TimeProvider.System, limit.Token);
        caller = await starting;
    }

    public async ValueTask DisposeAsync()
    {
        await caller.DisposeAsync();
        await called.DisposeAsync();
        limit.Dispose();
    }

    [Fact]
    public void Both_sides_know_who_the_other_is_and_the_secret_does_not_print()
    {
        Assert.Equal(("server", "a.global"), (caller.Peer.Role, caller.Peer.Id));
        Assert.Equal("s3cret", called.Peer.Secret);
        Assert.DoesNotContain("s3cret", called.Peer.ToString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Either_side_opens_streams_and_what_is_written_arrives(bool fromCaller)
    {
        var (from, to) = fromCaller ? (caller, called) : (called, caller);
        await using var near = await from.OpenAsync(limit.Token);
        await near.WriteAsync("question"u8.ToArray(), limit.Token);
        await near.CompleteWritesAsync();
        await using var far = await AcceptAsync(to);
        Assert.Equal("question", await ReadAllAsync(far));
        await far.WriteAsync("answer"u8.ToArray(), limit.Token);
        await far.CompleteWritesAsync();
        Assert.Equal("answer", await ReadAllAsync(near));
    }

    [Fact]
    public async Task A_reader_that_does_not_read_stops_its_own_writer_and_no_other()
    {
        await using var slow = await caller.OpenAsync(limit.Token);
        await using var slowEnd = await AcceptAsync(called);
        var flood = slow.WriteAsync(new byte[4 * RpcSession.WindowBytes], limit.Token).AsTask();
        await using var quick = await caller.OpenAsync(limit.Token);
        await using var quickEnd = await AcceptAsync(called);
        await quick.WriteAsync("hello"u8.ToArray(), limit.Token);
        await quick.CompleteWritesAsync();
        Assert.Equal("hello", await ReadAllAsync(quickEnd));
        Assert.False(flood.IsCompleted);
        var buffer = new byte[RpcSession.WindowBytes];
        for (var left = 4 * RpcSession.WindowBytes; left > 0;)
            left -= await slowEnd.ReadAsync(buffer, limit.Token);
        await flood;
    }

    [Fact]
    public async Task Bytes_arrive_whole_and_in_order_on_many_streams_at_once()
    {
        const int Streams = 50, Bytes = 300_000;
        var echoing = EchoAsync(called, Streams);
        await Task.WhenAll(Enumerable.Range(0, Streams).Select(async seed =>
        {
            var sent = new byte[Bytes];
            new Random(seed).NextBytes(sent);
            await using var stream = await caller.OpenAsync(limit.Token);
            var writing = stream.WriteAsync(sent, limit.Token).AsTask().ContinueWith(_ => stream.CompleteWritesAsync().AsTask(), limit.Token).Unwrap();
            using var back = new MemoryStream();
            await stream.CopyToAsync(back, limit.Token);
            await writing;
            Assert.Equal(sent, back.ToArray());
        }));
        await echoing;
    }

    [Fact]
    public async Task A_stream_given_up_ends_on_the_other_side_too()
    {
        var near = await caller.OpenAsync(limit.Token);
        await using var far = await AcceptAsync(called);
        await near.DisposeAsync();
        Assert.Equal("", await ReadAllAsync(far));
        await Assert.ThrowsAsync<IOException>(async () =>
        {
            while (!limit.IsCancellationRequested)
                await far.WriteAsync(new byte[1024], limit.Token);
        });
    }

    [Fact]
    public async Task When_the_connection_breaks_every_stream_ends_with_an_error_and_the_session_says_so()
    {
        await using var near = await caller.OpenAsync(limit.Token);
        await using var far = await AcceptAsync(called);
        await callerWire.DisposeAsync();
        await Assert.ThrowsAnyAsync<IOException>(async () => await far.ReadExactlyAsync(new byte[1], limit.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Delay(Patience, called.Closed));
        await Assert.ThrowsAsync<IOException>(async () =>
        {
            await using var late = await called.OpenAsync(limit.Token);
            await late.ReadExactlyAsync(new byte[1], limit.Token);
        });
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("\u0001\0\0\0\0\u00ff\u00ff\u00ff\u007f")]
    [InlineData("\u0003\0\0\0\0\u0001\0\0\0x")]
    public async Task Whoever_speaks_something_else_is_refused(string opening)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        var connecting = client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        var server = await listener.AcceptTcpClientAsync(limit.Token);
        await connecting;
        await client.GetStream().WriteAsync(System.Text.Encoding.Latin1.GetBytes(opening), limit.Token);
        await Assert.ThrowsAsync<IOException>(() => RpcSession.StartAsync(server.GetStream(), new RpcHello(), dialled: false, TimeProvider.System, limit.Token));
    }

    [Theory]
    [InlineData(1, 1, null)]
    [InlineData(2, 1, null)]
    [InlineData(0, 0, "server next.global speaks version 0 of the wire, 1 to 1 are understood: upgrade that agent")]
    [InlineData(3, 2, "server next.global speaks versions 2 to 3 of the wire, 1 to 1 are understood: upgrade this agent")]
    public async Task Agents_of_other_versions_are_met_as_long_as_both_speak_one(int version, int oldest, string? refusal)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        var connecting = client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        var server = await listener.AcceptTcpClientAsync(limit.Token);
        await connecting;
        var other = RpcSession.StartAsync(client.GetStream(), new RpcHello { Role = "server", Id = "next.global", Version = version, Oldest = oldest }, dialled: true, TimeProvider.System, limit.Token);
        var ours = RpcSession.StartAsync(server.GetStream(), new RpcHello { Role = "server", Id = "a.global" }, dialled: false, TimeProvider.System, limit.Token);
        if (refusal is not null)
        {
            Assert.Equal(refusal, (await Assert.ThrowsAsync<WireVersionException>(() => ours)).Message);
            await Assert.ThrowsAnyAsync<IOException>(() => other);
            return;
        }
        await using var near = await other;
        await using var far = await ours;
        await using var stream = await near.OpenAsync(limit.Token);
        await stream.WriteAsync("question"u8.ToArray(), limit.Token);
        await stream.CompleteWritesAsync();
        await using var arrived = await AcceptAsync(far);
        Assert.Equal("question", await ReadAllAsync(arrived));
    }

    private async Task EchoAsync(RpcSession session, int count)
    {
        var echoes = new List<Task>();
        await foreach (var stream in session.Incoming)
        {
            echoes.Add(Task.Run(async () =>
            {
                await using (stream)
                {
                    await stream.CopyToAsync(stream, limit.Token);
                    await stream.CompleteWritesAsync();
                    // The other side reads to the end before it lets go.
                    await Assert.ThrowsAnyAsync<Exception>(() => Task.Delay(Patience, stream.Closed));
                }
            }));
            if (echoes.Count == count)
                break;
        }
        await Task.WhenAll(echoes);
    }

    private async Task<RpcStream> AcceptAsync(RpcSession session)
    {
        await foreach (var stream in session.Incoming.WithCancellation(limit.Token))
            return stream;
        throw new InvalidOperationException("the session ended");
    }

    private async Task<string> ReadAllAsync(Stream stream)
    {
        using var reader = new StreamReader(stream, leaveOpen: true);
        return await reader.ReadToEndAsync(limit.Token);
    }
}
