using System.Diagnostics;
using Nomad.Model.Evaluations;
using Nomad.Model.Jobs;
using Nomad.Scheduling;

namespace Nomad.Bench.Engine;

/// <summary>Places 1,000 allocations for each of 1,000 jobs on 5,000 nodes, with constraints and a dynamic port, and commits each plan to the columns.</summary>
internal static class EngineBenchmark
{
    private const int NodeCount = 5_000;
    private const int JobCount = 1_000;
    private const int AllocsPerJob = 1_000;

    public static Task RunAsync(Figures figures, bool spread)
    {
        var cluster = new BenchCluster();
        for (var number = 0; number < NodeCount; number++)
            cluster.Columns.Put(BenchShapes.Node(number));
        var context = SchedulingContext.Seeded(1, DateTimeOffset.UnixEpoch.AddYears(50));
        var (deciding, total, placed) = (new Stopwatch(), Stopwatch.StartNew(), 0);
        var busy = 0.0;
        for (var number = 0; number < JobCount; number++)
        {
            cluster.Current = Job(number, spread);
            var evaluation = new Evaluation
            {
                ID = context.NewId(), Namespace = "default", JobID = cluster.Current.ID, Type = JobTypes.Service, Priority = 50,
                TriggeredBy = EvalTriggers.JobRegister, Status = EvalStatus.Pending,
            };
            deciding.Start();
            busy -= ThreadTime.Milliseconds();
            var result = Schedulers.For(JobTypes.Service).Process(cluster, evaluation, context);
            busy += ThreadTime.Milliseconds();
            deciding.Stop();
            foreach (var alloc in result.Plan!.NodeAllocation!.Values.SelectMany(own => own))
            {
                placed++;
                cluster.Columns.Change(null, alloc);
            }
        }
        figures.Add("placed", placed, "1000000", "allocations placed; every node is scored for each");
        figures.Add(spread ? "spread_per_s" : "engine_per_s", placed / deciding.Elapsed.TotalSeconds, spread ? ">= 100000" : ">= 200000", "one thread, deciding only");
        figures.Add(spread ? "spread_per_cpu_s" : "engine_per_cpu_s", placed / busy * 1000, "", "per second of processor time");
        figures.Add("with_commit_per_second", placed / total.Elapsed.TotalSeconds, "", "with the columns told of each allocation");
        return Task.CompletedTask;
    }

    private static Job Job(int number, bool spread) => BenchShapes.Job(number, AllocsPerJob) with
    {
        Spreads = spread ? [new() { Attribute = "${meta.rack}", Weight = 50 }] : null,
        Affinities = spread ? [new() { LTarget = "${node.datacenter}", Operand = "=", RTarget = "dc1", Weight = 50 }] : null,
    };
}
