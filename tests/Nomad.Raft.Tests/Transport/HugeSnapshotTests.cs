using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Nomad.Raft.Storage;
using Nomad.Raft.Tests.Running;
using Nomad.Raft.Tests.Storage;
using Nomad.Raft.Transport;

namespace Nomad.Raft.Tests.Transport;

/// <summary>A state of more bytes than an int can count, over real sockets, whose way breaks behind that place.</summary>
public sealed class HugeSnapshotTests(ITestOutputHelper output) : IDisposable
{
    private const long StateBytes = int.MaxValue + (96L << 20);

    /// <summary>What the first connection carries before it breaks.</summary>
    private const long FirstBytes = int.MaxValue + (32L << 20);

    /// <summary>Bytes that a program may need more while it passes: pieces of it, whatever its length.</summary>
    private const long MostMemory = 512L << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly string folder = Directory.CreateTempSubdirectory("nomad-huge-").FullName;
    private long firstCarried;
    private long laterCarried;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_snapshot_of_more_than_2_gigabytes_goes_on_where_it_broke_and_hinders_no_write()
    {
        await using var transport = new TcpRaftTransport(DialAsync);
        var here = transport.Listen(new IPEndPoint(IPAddress.Loopback, 0)).ToString();
        await using var otherTransport = new TcpRaftTransport();
        var there = otherTransport.Listen(new IPEndPoint(IPAddress.Loopback, 0)).ToString();
        var large = new Large();
        using var storage = Storage("a");
        await using var leader = await RaftNode.StartAsync(Options("a", here, bootstrap: true), storage, transport, new Large(), TimeProvider.System);
        for (var i = 0; i < 10; i++)
        {
            await leader.ProposeAsync(Group.Command("before"));
        }

        await leader.SnapshotAsync();
        var (memory, term) = (Process.GetCurrentProcess().WorkingSet64, leader.Stats().Term);
        using var others = Storage("b");
        await using var newcomer = await RaftNode.StartAsync(Options("b", there, bootstrap: false), others, otherTransport, large, TimeProvider.System);
        await leader.AddNonvoterAsync("b", there);

        var (writes, slowest, most, watch) = (0, TimeSpan.Zero, 0L, Stopwatch.StartNew());
        while (large.Restored == 0)
        {
            Assert.True(watch.Elapsed < Patience, $"after {Patience} the state has not come: {firstCarried} and {laterCarried} bytes were sent");
            var began = watch.Elapsed;
            await leader.ProposeAsync(Group.Command("meanwhile"));
            (writes, slowest) = (writes + 1, watch.Elapsed - began > slowest ? watch.Elapsed - began : slowest);
            if (writes % 100 == 0)
            {
                most = Math.Max(most, Process.GetCurrentProcess().WorkingSet64);
            }

            await Task.Delay(1);
        }

        output.WriteLine($"{StateBytes} bytes in {watch.Elapsed.TotalSeconds:0.0} s, {writes} writes meanwhile, the slowest {slowest.TotalMilliseconds:0} ms, {(most - memory) >> 20} MiB more memory");
        Assert.Equal(StateBytes, large.Restored);
        Assert.True(firstCarried >= FirstBytes, $"the first connection carried {firstCarried}");
        // The rest of it, and what else went over connections of this leader.
        Assert.True(laterCarried < StateBytes - int.MaxValue, $"{laterCarried} bytes were sent after the connection broke");
        Assert.True(writes > 20, $"{writes} writes while it passed");
        Assert.Equal((term, RaftRole.Leader), (leader.Stats().Term, leader.Stats().State));
        Assert.True(most - memory < MostMemory, $"{most - memory} bytes of memory for it");
    }

    private static RaftOptions Options(string id, string address, bool bootstrap) => new()
    {
        NodeId = id, Address = address, Bootstrap = bootstrap, SnapshotThreshold = 100_000_000, TrailingEntries = 2, SnapshotThresholdBytes = long.MaxValue,
    };

    private DiskRaftStorage Storage(string id) => new(Path.Combine(folder, id), files: new SparseFiles());

    // Of the leader's connections only that of the snapshot is so large.
    private async Task<Stream> DialAsync(string address, CancellationToken token)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPEndPoint.Parse(address), token);
        var carried = 0L;
        return new BreakingStream(new NetworkStream(socket, ownsSocket: true), FirstBytes, bytes =>
        {
            carried += bytes;
            if (Volatile.Read(ref firstCarried) >= FirstBytes)
            {
                Interlocked.Add(ref laterCarried, bytes);
            }
            else if (carried >= FirstBytes)
            {
                Volatile.Write(ref firstCarried, carried);
            }
        });
    }

    /// <summary>A state of zeros.</summary>
    private sealed class Large : IStateMachine
    {
        private long restored;

        /// <summary>Bytes of the state that was put in force; 0 before.</summary>
        public long Restored => Volatile.Read(ref restored);

        public object? Apply(ulong index, ulong term, ReadOnlySpan<byte> command, object? decoded) => null;

        public IStateMachineView BeginSnapshot() => new View();

        public void Replace(ulong index, Stream state) => Restore(index, state);

        public void Restore(ulong index, Stream snapshot)
        {
            var piece = new byte[1 << 20];
            var count = 0L;
            for (int read; (read = snapshot.Read(piece)) > 0;)
            {
                count += read;
            }

            Volatile.Write(ref restored, count);
        }

        private sealed class View : IStateMachineView
        {
            public void WriteTo(Stream target)
            {
                var piece = new byte[1 << 20];
                for (var left = StateBytes; left > 0; left -= piece.Length)
                {
                    target.Write(piece.AsSpan(0, (int)Math.Min(left, piece.Length)));
                }
            }

            public void Dispose()
            {
            }
        }
    }
}
