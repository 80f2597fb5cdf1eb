using System.Net;
using System.Net.Sockets;
using DotNext.IO;
using DotNext.Net.Cluster.Consensus.Raft;
using DotNext.Net.Cluster.Consensus.Raft.StateMachine;

namespace Nomad.Bench.Raft;

/// <summary>Three nodes of DotNext.Net.Cluster with its write-ahead log, flushed on every append and commit.</summary>
internal sealed class DotNextLog : IReplicatedLog
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly List<RaftCluster> nodes = [];
    private readonly List<WriteAheadLog> logs = [];
    private RaftCluster? leader;

    public static async Task<DotNextLog> StartAsync(string folder)
    {
        var log = new DotNextLog();
        IPEndPoint[] addresses = [.. Enumerable.Range(0, 3).Select(_ => FreeAddress())];
        foreach (var address in addresses)
            log.Add(folder, address, first: address == addresses[0]);
        foreach (var wal in log.logs)
            await wal.InitializeAsync();
        foreach (var node in log.nodes)
            await node.StartAsync(CancellationToken.None);
        log.leader = log.nodes[0];
        await log.leader.WaitForLeadershipAsync(new CancellationTokenSource(Patience).Token);
        foreach (var address in addresses.Skip(1))
            await log.leader.AddMemberAsync(address, new CancellationTokenSource(Patience).Token);
        return log;
    }

    public async Task WriteAsync(ReadOnlyMemory<byte> entry) => await leader!.ReplicateAsync(entry, null, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes)
            await node.StopAsync(CancellationToken.None);
        foreach (var node in nodes)
            node.Dispose();
        foreach (var log in logs)
            await log.DisposeAsync();
    }

    private void Add(string folder, IPEndPoint address, bool first)
    {
        var place = Path.Combine(folder, address.Port.ToString());
        var wal = new WriteAheadLog(
            new WriteAheadLog.Options { Location = Path.Combine(place, "log"), MemoryManagement = WriteAheadLog.MemoryManagementStrategy.PrivateMemory },
            new NothingKept(new DirectoryInfo(Path.Combine(place, "state"))));
        var configuration = new RaftCluster.TcpConfiguration(address)
        {
            LowerElectionTimeout = 1000, UpperElectionTimeout = 2000, TransmissionBlockSize = 64 * 1024, ColdStart = first, ConfigurationStorage = null, RequestTimeout = TimeSpan.FromSeconds(5),
        };
        logs.Add(wal);
        nodes.Add(new RaftCluster(configuration) { AuditTrail = wal });
    }

    private static IPEndPoint FreeAddress()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return (IPEndPoint)socket.LocalEndpoint;
    }

    private sealed class NothingKept(DirectoryInfo place) : SimpleStateMachine(place)
    {
        protected override ValueTask RestoreAsync(FileInfo snapshotFile, CancellationToken token) => ValueTask.CompletedTask;

        protected override ValueTask PersistAsync(IAsyncBinaryWriter writer, CancellationToken token) => ValueTask.CompletedTask;

        protected override ValueTask<bool> ApplyAsync(LogEntry entry, CancellationToken token) => ValueTask.FromResult(false);
    }
}
