using System.Diagnostics;
using Nomad.Model.Evaluations;
using Nomad.Model.Jobs;
using Nomad.Scheduling;

namespace Nomad.Bench.Engine;

/// <summary>How long one evaluation of a new job takes on 10,000 nodes that already run something: taking the columns, deciding, the plan.</summary>
internal static class EvaluationBenchmark
{
    private const int NodeCount = 10_000;
    private const int WarmUp = 100;
    private const int MostWarmUps = 100;
    private const int Rounds = 200;

    public static Task RunAsync(Figures figures)
    {
        var cluster = new BenchCluster();
        for (var number = 0; number < NodeCount; number++)
            cluster.Columns.Put(BenchShapes.Node(number));
        var context = SchedulingContext.Seeded(1, DateTimeOffset.UnixEpoch.AddYears(50));
        Run(cluster, context, 1000, 20, 0);
        foreach (var (count, aim50, aim99) in ((int, string, string)[])[(1, "<= 0.2", ""), (100, "<= 2", ""), (1000, "<= 15", "")])
        {
            // As in a server that has run for a while, whose young memory has gone round: the first touch of any memory is the machine's business.
            for (var (salt, collected) = (3, GC.CollectionCount(0)); salt == 3 || (GC.CollectionCount(0) == collected && salt < MostWarmUps); salt++)
                Run(cluster, context, count, WarmUp, salt);
            var before = GC.GetTotalAllocatedBytes(precise: true);
            var times = Run(cluster, context, count, Rounds, 2);
            figures.Add($"eval_{count}_p50_ms", Figures.Median(times.Select(each => each.Wall)), aim50, $"count {count} on {NodeCount} nodes, median of {Rounds}");
            figures.Add($"eval_{count}_p99_ms", Figures.Percentile(times.Select(each => each.Wall), 0.99), aim99, "the 99th of a hundred");
            figures.Add($"eval_{count}_cpu_ms", Figures.Median(times.Select(each => each.Cpu)), aim50, "processor time of the median one: what it would take on a machine of its own");
            figures.Add($"eval_{count}_kb", (GC.GetTotalAllocatedBytes(precise: true) - before) / 1024.0 / Rounds, "", "allocated per evaluation, its allocations included");
        }
        return Task.CompletedTask;
    }

    private static List<(double Wall, double Cpu)> Run(BenchCluster cluster, SchedulingContext context, int count, int rounds, int salt)
    {
        var times = new List<(double Wall, double Cpu)>();
        for (var round = 0; round < rounds; round++)
        {
            cluster.Current = BenchShapes.Job(round + salt * 10_000, count);
            var evaluation = new Evaluation
            {
                ID = context.NewId(), Namespace = "default", JobID = cluster.Current.ID, Type = JobTypes.Service, Priority = 50,
                TriggeredBy = EvalTriggers.JobRegister, Status = EvalStatus.Pending,
            };
            var (since, busy) = (Stopwatch.GetTimestamp(), ThreadTime.Milliseconds());
            var plan = Schedulers.For(JobTypes.Service).Process(cluster, evaluation, context).Plan!;
            times.Add((Stopwatch.GetElapsedTime(since).TotalMilliseconds, ThreadTime.Milliseconds() - busy));
            foreach (var alloc in plan.NodeAllocation!.Values.SelectMany(own => own))
                cluster.Columns.Change(null, alloc);
        }
        return times;
    }
}
