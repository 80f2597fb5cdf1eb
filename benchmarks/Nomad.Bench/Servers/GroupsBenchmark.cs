using System.Diagnostics;
using Nomad.Bench.Engine;
using Nomad.Model.Jobs;

namespace Nomad.Bench.Servers;

/// <summary>Five jobs of 2,000 groups each: from the first registration until all 10,000 allocations are committed.</summary>
internal static class GroupsBenchmark
{
    private const int Nodes = 5_000;
    private const int Jobs = 5;
    private const int Groups = 2_000;
    private const int WarmUp = 50;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(30);

    public static async Task RunAsync(Figures figures)
    {
        await using var server = await BenchServer.StartAsync(Nodes);
        using (var warm = new PlacementCount(server.Agent, WarmUp))
        {
            await server.RegisterAsync(Job(999, WarmUp));
            await warm.Reached.WaitAsync(Limit);
        }
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var resident = Environment.WorkingSet;
        using var placed = new PlacementCount(server.Agent, (long)Jobs * Groups);
        var (since, busy) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        // Each submitter on a thread of its own, as requests over HTTP are.
        await Task.WhenAll(Enumerable.Range(0, Jobs).Select(number => Task.Run(() => server.RegisterAsync(Job(number, Groups)))));
        await placed.Reached.WaitAsync(Limit);
        figures.Add("groups_s", since.Elapsed.TotalSeconds, "<= 2", $"{Jobs} jobs of {Groups} groups registered to committed on {Nodes} nodes");
        figures.Add("groups_cpu_s", (Environment.CpuUsage.TotalTime - busy).TotalSeconds, "", "processor time of it, all threads");
        figures.Add("groups_peak_mb", (Environment.WorkingSet - resident) / 1e6, "<= 300", "growth of the resident memory right after");
        figures.Add("groups_kept_mb", (GC.GetTotalMemory(forceFullCollection: true) - before) / 1e6, "", "what stays of it");
    }

    private static Job Job(int number, int groups) => BenchShapes.Job(number, 1) with
    {
        TaskGroups = [.. Enumerable.Range(0, groups).Select(group => BenchShapes.Group($"g{group}", 1, group))],
    };
}
