using System.Diagnostics;
using Nomad.Bench.Engine;
using Nomad.Model.Evaluations;
using Nomad.Model.Nodes;
using Nomad.Server.Commands;
using Nomad.Server.State;

namespace Nomad.Bench.Servers;

/// <summary>A million placements through a real server: admission, the log on disk with fsync, scheduling, the check of each plan, the state.</summary>
internal static class CommitBenchmark
{
    private const int Nodes = 10_000;
    private const int PerJob = 1_000;
    private const int Submitters = 16;
    private const int SampleEvery = 16;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(30);

    public static async Task RunAsync(Figures figures)
    {
        var jobs = int.TryParse(Environment.GetEnvironmentVariable("BENCH_JOBS"), out var wished) ? wished : 1_000;
        await using var server = await BenchServer.StartAsync(Nodes);
        var total = (long)jobs * PerJob;
        var resident = Resident();
        long plans = 0, bytes = 0, sampled = 0;
        server.Agent.State.Committed += commit =>
        {
            // The log is cut where a snapshot was taken, so entries are weighed as they pass; a few of them, to cost nothing.
            if (commit.Command is not ApplyPlan plan || plans++ % SampleEvery != 0)
                return;
            bytes += CommandCodec.Encode(plan).Length;
            sampled += plan.Placements.Count;
        };
        var (allocated, paused) = (GC.GetTotalAllocatedBytes(), GC.GetTotalPauseDuration());
        int[] collections = [GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2)];
        using var placed = new PlacementCount(server.Agent, total);
        var (since, busy) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        await Parallel.ForAsync(0, jobs, new ParallelOptions { MaxDegreeOfParallelism = Submitters }, async (number, _) => await server.RegisterAsync(BenchShapes.Job(number, PerJob)));
        await placed.Reached.WaitAsync(Limit);
        var taken = since.Elapsed;
        figures.Add("commit_per_s", total / taken.TotalSeconds, ">= 50000", $"{total} placements on {Nodes} nodes, registered to committed");
        figures.Add("commit_cpu_us", (Environment.CpuUsage.TotalTime - busy).TotalMicroseconds / total, "<= 40", "processor time per placement, all threads");
        figures.Add("paused_share", (GC.GetTotalPauseDuration() - paused) / taken, "",
            $"of the time for garbage collection; {string.Join(", ", collections.Select((before, generation) => GC.CollectionCount(generation) - before))} of the generations");
        figures.Add("allocated_per_placement", (double)(GC.GetTotalAllocatedBytes() - allocated) / total, "", "bytes allocated in the process per placement, all of it");
        figures.Add("plans_per_job", (double)plans / jobs, "", "entries of plans per job; more than 1 where workers chose the same nodes at once");
        figures.Add("nodes_rejected", BenchServer.NodesRejected(server.Agent), "", "nodes of a plan that a plan before it had filled");
        await BenchServer.UntilAsync(() => server.Agent.State.Snapshot().Evaluations().All(eval => eval.IsTerminal()), "all evaluations over", Limit);
        figures.Add("evaluations_failed", server.Agent.State.Snapshot().Evaluations().Count(eval => eval.Status == EvalStatus.Failed), "0", "given up after conflicts; what was left of them was placed by others");
        figures.Add("log_per_placement", (double)bytes / Math.Max(1, sampled), "<= 100", $"bytes of log per placement, of {sampled} weighed");
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        figures.Add("gb_per_million", (Resident() - resident) / 1e9 / total * 1e6, "<= 2", "resident memory more than before, per million");
        Snapshot(figures, server);
        Verify(figures, server);
    }

    private static void Snapshot(Figures figures, BenchServer server)
    {
        var path = Path.Combine(server.DataDirectory, "bench.state");
        SnapshotBenchmark.Write(figures, server.Agent.State.Snapshot(), path);
        SnapshotBenchmark.Restore(figures, path);
    }

    // Fast and wrong would be worth nothing: no node holds more than it has, no port is given twice.
    private static void Verify(Figures figures, BenchServer server)
    {
        var state = server.Agent.State.Snapshot();
        var wrong = state.Nodes().Count(node => !NodeFitsAll(state, node));
        figures.Add("nodes_overfull", wrong, "0", "nodes whose allocations do not fit together");
    }

    private static bool NodeFitsAll(StateSnapshot state, Node node) => Nomad.Model.Allocations.NodeFit.Check(node, state.AllocationsOfNode(node.ID)).Fits;

    private static long Resident()
    {
        GC.Collect();
        using var self = Process.GetCurrentProcess();
        return self.WorkingSet64;
    }
}
