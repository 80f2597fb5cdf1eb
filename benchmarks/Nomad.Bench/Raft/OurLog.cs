using System.Net;
using Nomad.Raft;
using Nomad.Raft.Storage;
using Nomad.Raft.Transport;

namespace Nomad.Bench.Raft;

/// <summary>Three nodes of Nomad.Raft.</summary>
internal sealed class OurLog : IReplicatedLog
{
    private readonly List<RaftNode> nodes = [];
    private readonly List<TcpRaftTransport> transports = [];
    private readonly List<DiskRaftStorage> storages = [];
    private readonly List<CountingMachine> machines = [];
    private readonly string folder;
    private readonly long snapshotBytes;

    private OurLog(string folder, long snapshotBytes) => (this.folder, this.snapshotBytes) = (folder, snapshotBytes);

    public RaftNode Leader => nodes[0];

    public IReadOnlyList<CountingMachine> Machines => machines;

    public static async Task<OurLog> StartAsync(string folder, int servers = 3, long snapshotBytes = 0)
    {
        var log = new OurLog(folder, snapshotBytes);
        await log.AddAsync("a", bootstrap: true);
        for (var i = 1; i < servers; i++)
            await log.JoinAsync(((char)('a' + i)).ToString());
        return log;
    }

    public async Task JoinAsync(string id)
    {
        var address = await AddAsync(id, bootstrap: false);
        await Leader.AddVoterAsync(id, address);
    }

    public async Task WriteAsync(ReadOnlyMemory<byte> entry) => await Leader.ProposeAsync(entry);

    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes)
            await node.DisposeAsync();
        foreach (var transport in transports)
            await transport.DisposeAsync();
        foreach (var storage in storages)
            storage.Dispose();
    }

    public async Task<string> AddAsync(string id, bool bootstrap)
    {
        var transport = new TcpRaftTransport();
        var address = transport.Listen(new IPEndPoint(IPAddress.Loopback, 0)).ToString();
        transports.Add(transport);
        storages.Add(new DiskRaftStorage(Path.Combine(folder, id)));
        machines.Add(new CountingMachine(snapshotBytes));
        var options = new RaftOptions { NodeId = id, Address = address, Bootstrap = bootstrap, SnapshotThreshold = int.MaxValue, SnapshotThresholdBytes = long.MaxValue };
        nodes.Add(await RaftNode.StartAsync(options, storages[^1], transport, machines[^1], TimeProvider.System));
        return address;
    }
}
