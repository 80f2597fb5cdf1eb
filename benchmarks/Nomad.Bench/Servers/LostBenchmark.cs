using System.Diagnostics;
using Nomad.Bench.Engine;
using Nomad.Model.Allocations;
using Nomad.Model.Nodes;
using Nomad.Rpc;

namespace Nomad.Bench.Servers;

/// <summary>100 nodes with 100 allocations each go down at once: until every allocation has its replacement.</summary>
internal static class LostBenchmark
{
    private const int Lost = 100;
    private const int PerNode = 100;
    private const int Others = 900;
    private const int Jobs = 10;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    public static async Task RunAsync(Figures figures)
    {
        await using var server = await BenchServer.StartAsync(0);
        await server.AddNodesAsync(0, Lost, node => node with { NodeMaxAllocs = PerNode });
        using (var first = new PlacementCount(server.Agent, Lost * PerNode))
        {
            for (var number = 0; number < Jobs; number++)
                await server.RegisterAsync(BenchShapes.Job(number, Lost * PerNode / Jobs));
            await first.Reached.WaitAsync(Limit);
        }
        await server.AddNodesAsync(Lost, Others);
        using var again = new PlacementCount(server.Agent, Lost * PerNode);
        var (since, busy) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        await Parallel.ForAsync(0, Lost, new ParallelOptions { MaxDegreeOfParallelism = Lost }, async (number, stop) =>
        {
            var node = BenchShapes.Node(number);
            await server.Agent.Nodes.HeartbeatAsync(new NodeHeartbeat(node.ID, node.SecretID, NodeStatus.Down), stop);
        });
        await again.Reached.WaitAsync(Limit);
        figures.Add("lost_s", since.Elapsed.TotalSeconds, "<= 1", $"{Lost * PerNode} allocations of {Lost} nodes: first node down to the last replacement committed");
        figures.Add("lost_cpu_s", (Environment.CpuUsage.TotalTime - busy).TotalSeconds, "", "processor time of it, all threads");
        await Task.Delay(500);
        var live = server.Agent.State.Snapshot().Allocations().Count(alloc => alloc is { DesiredStatus: AllocDesiredStatus.Run, ClientStatus: AllocClientStatus.Pending });
        figures.Add("lost_live", live, $"{Lost * PerNode}", "allocations that are to run afterwards");
    }
}
