using System.Diagnostics;
using Nomad.Raft;
using Nomad.Raft.Storage;
using Nomad.Raft.Transport;

namespace Nomad.Bench.Raft;

/// <summary>How long a server with a log of a million entries and no snapshot needs to start.</summary>
internal static class LargeLog
{
    private const int Entries = 1_000_000;
    private const int EntryBytes = 256;
    private const int Batch = 5_000;

    public static async Task RunAsync(Figures figures, string folder)
    {
        var options = new RaftOptions
        {
            NodeId = "a", Address = "a:1", Bootstrap = true, SnapshotThreshold = int.MaxValue, SnapshotThresholdBytes = long.MaxValue,
        };
        using (var storage = new DiskRaftStorage(folder))
        {
            await using var transport = new MemoryNetwork().Attach("a");
            await using var node = await RaftNode.StartAsync(options, storage, transport, new CountingMachine(), TimeProvider.System);
            var entry = new byte[EntryBytes];
            for (var written = 0; written < Entries; written += Batch)
                await Task.WhenAll(Enumerable.Range(0, Batch).Select(_ => node.ProposeAsync(entry).AsTask()));
        }

        var since = Stopwatch.StartNew();
        using (var storage = new DiskRaftStorage(folder))
        {
            await using var transport = new MemoryNetwork().Attach("a");
            var machine = new CountingMachine();
            await using var node = await RaftNode.StartAsync(options, storage, transport, machine, TimeProvider.System);
            await node.BarrierAsync();
            if (machine.Applied != Entries)
                throw new InvalidOperationException($"{machine.Applied} of {Entries} entries are there after the restart");
            figures.Add("restart_1m_s", since.Elapsed.TotalSeconds, "", "start with a log of 1,000,000 entries of 256 bytes, all applied again");
        }
    }
}
