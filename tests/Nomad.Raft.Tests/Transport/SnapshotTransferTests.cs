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
