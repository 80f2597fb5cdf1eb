using System.Net;
using System.Net.Sockets;
using Nomad.Raft.Storage;
using Nomad.Raft.Tests.Running;
using Nomad.Raft.Transport;

namespace Nomad.Raft.Tests.Transport;

/// <summary>A snapshot that is larger than a connection lives.</summary>
public sealed class SnapshotTransferTests : IDisposable
{
    private const int CommandBytes = 100_000;
    private const int Commands = 70;

    /// <summary>What one connection carries before it breaks.</summary>
    private const int ConnectionBytes = 2_000_000;

    private readonly string folder = Directory.CreateTempSubdirectory("nomad-transfer-").FullName;
    private readonly List<long> carried = [];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_broken_transfer_goes_on_where_it_broke()
    {
        // Only the connections of the leader's snapshots are this large.
        var leaderTransport = new TcpRaftTransport(DialAsync);
        var here = leaderTransport.Listen(new IPEndPoint(IPAddress.Loopback, 0)).ToString();
        await using var followerTransport = new TcpRaftTransport();
        var address = followerTransport.Listen(new IPEndPoint(IPAddress.Loopback, 0)).ToString();
        var leader = await RaftNode.StartAsync(Options("a", here, bootstrap: true), new MemoryRaftStorage(), leaderTransport, new Journal(), TimeProvider.System);
        for (var i = 0; i < Commands; i++)
        {
            await leader.ProposeAsync(Group.Command(new string('x', CommandBytes) + i));
        }

        await leader.SnapshotAsync();
        var journal = new Journal();
        var follower = await RaftNode.StartAsync(Options("b", address, bootstrap: false), new DiskRaftStorage(folder), followerTransport, journal, TimeProvider.System);
        await leader.AddNonvoterAsync("b", address);
        await Group.Until(() => journal.Lines.Count == Commands, "the whole state at the newcomer");
        lock (carried)
        {
            // No connection lived long enough for all of it.
            Assert.True(carried.Count(bytes => bytes > ConnectionBytes / 4) > Commands * CommandBytes / ConnectionBytes);
        }

        Assert.Empty(Directory.GetFiles(Path.Combine(folder, "snapshots"), "*.tmp"));
        await follower.DisposeAsync();
        await leader.DisposeAsync();
        await leaderTransport.DisposeAsync();
    }

    [Fact]
    public void What_arrived_of_another_snapshot_is_not_gone_on_with_and_one_that_differs_from_its_announcement_is_not_kept()
    {
        var store = new DiskSnapshotStore(folder);
        var meta = new SnapshotMeta(9, 2, new RaftConfiguration([new("a", "a:1")]), 4);
        var elsewhere = new MemorySnapshotStore();
        using (var sink = elsewhere.Create(meta))
        {
            sink.Content.Write("abcd"u8);
            sink.Commit();
        }

        var digest = elsewhere.OpenLatest().Digest;
        using (var first = store.Receive(meta, digest))
        {
            first.Content.Write("ab"u8);
        }

        using (var other = store.Receive(meta, digest with { Checksum = 7 }))
        {
            Assert.Equal(0, other.Offset);
            other.Content.Write("abcd"u8);
            Assert.Throws<InvalidDataException>(other.Commit);
        }

        Assert.Null(store.Latest);
        using (var again = store.Receive(meta, digest))
        {
            again.Content.Write("ab"u8);
        }

        using (var rest = store.Receive(meta, digest))
        {
            Assert.Equal(2, rest.Offset);
            rest.Content.Write("cd"u8);
            rest.Commit();
        }

        Assert.Equal(9ul, store.Latest?.Index);
        using var content = new StreamReader(store.OpenLatest().Content);
        Assert.Equal("abcd", content.ReadToEnd());
        Assert.Single(Directory.GetFiles(folder));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(100_000)]
    public void What_arrived_is_gone_on_with_after_a_restart_as_far_as_it_was_flushed(int beyond)
    {
        const int Step = 256 * 1024;
        var meta = new SnapshotMeta(9, 2, new RaftConfiguration([new("a", "a:1")]), 4);
        var state = new byte[5 * Step];
        new Random(7).NextBytes(state);
        var digest = Announce(meta, state);
        // The file's head comes first, so that three steps of it hold less of the content.
        using (var first = new DiskSnapshotStore(folder, DiskFiles.Instance, Step))
        {
            first.Receive(meta, digest).Content.Write(state.AsSpan(0, 4 * Step));
        }

        var part = Assert.Single(Directory.GetFiles(folder, "*.part"));
        // What lies behind the flushed steps is whatever a power cut left there.
        using (var file = File.OpenWrite(part))
        {
            file.SetLength(3 * Step + beyond);
            if (beyond > 0)
            {
                file.Seek(3 * Step, SeekOrigin.Begin);
                file.Write(new byte[beyond]);
            }
        }

        var store = new DiskSnapshotStore(folder, DiskFiles.Instance, Step);
        using (var rest = store.Receive(meta, digest))
        {
            var steps = beyond > 0 ? 3 : 2;
            Assert.InRange(rest.Offset, (steps * Step) - 200, (steps * Step) - 1);
            rest.Content.Write(state.AsSpan((int)rest.Offset));
            rest.Commit();
        }

        using var content = new MemoryStream();
        store.OpenLatest().Content.CopyTo(content);
        Assert.Equal(state, content.ToArray());
        Assert.Single(Directory.GetFiles(folder));
    }

    [Fact]
    public void A_part_of_a_snapshot_that_nobody_sends_any_more_goes()
    {
        const int Step = 256 * 1024;
        var group = new RaftConfiguration([new("a", "a:1")]);
        var (old, newer) = (new SnapshotMeta(9, 2, group, 4), new SnapshotMeta(12, 2, group, 4));
        var state = new byte[3 * Step];
        void Arrive(SnapshotMeta meta)
        {
            using var store = new DiskSnapshotStore(folder, DiskFiles.Instance, Step);
            store.Receive(meta, Announce(meta, state)).Content.Write(state.AsSpan(0, 2 * Step));
        }

        Arrive(old);
        Arrive(newer);
        Assert.Contains("-12-", Assert.Single(Directory.GetFiles(folder, "*.part")).Replace("0", "", StringComparison.Ordinal), StringComparison.Ordinal);

        // A state of its own that is as new.
        using (var own = new DiskSnapshotStore(folder, DiskFiles.Instance, Step).Create(newer))
        {
            own.Content.Write(state);
            own.Commit();
        }

        Assert.EndsWith(".snap", Assert.Single(Directory.GetFiles(folder)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_restarts_while_a_snapshot_arrives_goes_on_with_it()
    {
        var leaderTransport = new TcpRaftTransport(DialAsync);
        var here = leaderTransport.Listen(new IPEndPoint(IPAddress.Loopback, 0)).ToString();
        var followerTransport = new TcpRaftTransport();
        var address = followerTransport.Listen(new IPEndPoint(IPAddress.Loopback, 0)).ToString();
        var leader = await RaftNode.StartAsync(Options("a", here, bootstrap: true), new MemoryRaftStorage(), leaderTransport, new Journal(), TimeProvider.System);
        for (var i = 0; i < 4 * Commands; i++)
        {
            await leader.ProposeAsync(Group.Command(new string('x', CommandBytes) + i));
        }

        await leader.SnapshotAsync();
        var storage = new DiskRaftStorage(folder);
        var follower = await RaftNode.StartAsync(Options("b", address, bootstrap: false), storage, followerTransport, new Journal(), TimeProvider.System);
        await leader.AddNonvoterAsync("b", address);
        string[] Parts() => Directory.GetFiles(Path.Combine(folder, "snapshots"), "*.part");
        await Group.Until(() => Parts() is [var part] && new FileInfo(part).Length > 3 * DiskSnapshotStore.PartStep, "some of it at the newcomer");
        await follower.DisposeAsync();
        await followerTransport.DisposeAsync();
        storage.Dispose();
        long before;
        lock (carried)
        {
            before = carried.Sum();
        }

        var journal = new Journal();
        await using var again = new TcpRaftTransport();
        again.Listen(IPEndPoint.Parse(address));
        follower = await RaftNode.StartAsync(Options("b", address, bootstrap: false), new DiskRaftStorage(folder), again, journal, TimeProvider.System);
        await Group.Until(() => journal.Lines.Count == 4 * Commands, "the whole state at the newcomer");
        lock (carried)
        {
            var whole = 4L * Commands * CommandBytes;
            Assert.True(carried.Sum() - before < whole - (2 * DiskSnapshotStore.PartStep) + (whole / 10), $"{carried.Sum() - before} of {whole} bytes were sent after the restart");
        }

        Assert.Empty(Parts());
        await follower.DisposeAsync();
        await leader.DisposeAsync();
        await leaderTransport.DisposeAsync();
    }

    private static SnapshotDigest Announce(SnapshotMeta meta, byte[] state)
    {
        var elsewhere = new MemorySnapshotStore();
        using (var sink = elsewhere.Create(meta))
        {
            sink.Content.Write(state);
            sink.Commit();
        }

        return elsewhere.OpenLatest().Digest;
    }

    private static RaftOptions Options(string id, string address, bool bootstrap) => new()
    {
        NodeId = id, Address = address, Bootstrap = bootstrap, TickInterval = TimeSpan.FromMilliseconds(20), SnapshotThreshold = 1_000_000, TrailingEntries = 2,
        SnapshotThresholdBytes = long.MaxValue,
    };

    private async Task<Stream> DialAsync(string address, CancellationToken token)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPEndPoint.Parse(address), token);
        int place;
        lock (carried)
        {
            place = carried.Count;
            carried.Add(0);
        }

        return new BreakingStream(new NetworkStream(socket, ownsSocket: true), ConnectionBytes, bytes =>
        {
            lock (carried)
            {
                carried[place] += bytes;
            }
        });
    }
}
