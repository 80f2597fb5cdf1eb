using System.Net;
using System.Net.Sockets;
using Nomad.Raft.Storage;
using Nomad.Raft.Tests.Running;
using Nomad.Raft.Transport;

namespace Nomad.Raft.Tests.Transport;

/// <summary>A machine that is gone without a word, in the middle of something.</summary>
public sealed class SilentPeerTests
{
    private const int Commands = 50;

    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(300);
    private static readonly SnapshotMeta Meta = new(9, 2, new RaftConfiguration([new("a", "a:1")]), 4);

    [Fact]
    public async Task A_snapshot_whose_receiver_takes_the_head_and_says_nothing_is_sent_again()
    {
        var silent = 0;
        await using var leaderTransport = new TcpRaftTransport(async (address, token) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPEndPoint.Parse(address), token);
            return new SilentStream(new NetworkStream(socket, ownsSocket: true), () => Interlocked.Increment(ref silent) == 1);
        }, Silence);
        var here = leaderTransport.Listen(new IPEndPoint(IPAddress.Loopback, 0)).ToString();
        await using var followerTransport = new TcpRaftTransport();
        var address = followerTransport.Listen(new IPEndPoint(IPAddress.Loopback, 0)).ToString();
        await using var leader = await RaftNode.StartAsync(Options("a", here, bootstrap: true), new MemoryRaftStorage(), leaderTransport, new Journal(), TimeProvider.System);
        for (var i = 0; i < Commands; i++)
        {
            await leader.ProposeAsync(Group.Command($"{i}"));
        }

        await leader.SnapshotAsync();
        var journal = new Journal();
        await using var follower = await RaftNode.StartAsync(Options("b", address, bootstrap: false), new MemoryRaftStorage(), followerTransport, journal, TimeProvider.System);
        await leader.AddNonvoterAsync("b", address);
        await Group.Until(() => journal.Lines.Count == Commands, "the whole state at the newcomer");
        Assert.True(silent > 1);
    }

    [Fact]
    public async Task A_receiver_gives_a_silent_sender_up()
    {
        await using var transport = new TcpRaftTransport((_, _) => throw new IOException("nobody is dialled here"), Silence);
        var address = transport.Listen(new IPEndPoint(IPAddress.Loopback, 0));
        await using var node = await RaftNode.StartAsync(Options("b", address.ToString(), bootstrap: false), new MemoryRaftStorage(), transport, new Journal(), TimeProvider.System);
        using var sender = new TcpClient();
        await sender.ConnectAsync(address);
        var stream = sender.GetStream();
        var head = RaftMessageCodec.Encode(new InstallSnapshot("a", "b", 3, Meta) { Digest = new SnapshotDigest(1000, 7) });
        await stream.WriteAsync((byte[])[.. BitConverter.GetBytes(head.Length), .. head]);
        await stream.ReadExactlyAsync(new byte[8]);
        // Nothing follows; the end of the connection does.
        using var limit = new CancellationTokenSource(Eventually.Patience);
        Assert.Equal(0, await stream.ReadAsync(new byte[1], limit.Token));
    }

    [Fact]
    public void A_connection_of_agents_is_asked_whether_it_lives()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        PeerSocket.Prepare(socket);
        Assert.NotEqual(0, (int)socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive)!);
        Assert.InRange((int)socket.GetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime)!, 1, 10);
        if (OperatingSystem.IsLinux())
        {
            var timeout = new byte[4];
            socket.GetRawSocketOption(6, 18, timeout);
            Assert.Equal(PeerSocket.Unanswered, TimeSpan.FromMilliseconds(BitConverter.ToInt32(timeout)));
        }
    }

    private static RaftOptions Options(string id, string address, bool bootstrap) => new()
    {
        NodeId = id, Address = address, Bootstrap = bootstrap, TickInterval = TimeSpan.FromMilliseconds(20), SnapshotThreshold = 1_000_000, TrailingEntries = 2,
    };

    /// <summary>From the head of a snapshot on, what is written goes nowhere and nothing is ever read, if it is asked to be so.</summary>
    private sealed class SilentStream(Stream inner, Func<bool> isSilent) : Stream
    {
        private const int KindAt = 5;
        private const byte Snapshot = 8;

        private bool silent;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            silent = silent || (buffer.Length > KindAt && buffer.Span[KindAt] == Snapshot && isSilent());
            if (!silent)
            {
                await inner.WriteAsync(buffer, cancellationToken);
            }
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (silent)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            }

            return await inner.ReadAsync(buffer, cancellationToken);
        }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

        protected override void Dispose(bool disposing) => inner.Dispose();
    }
}
