using System.Collections.Concurrent;
using System.Diagnostics;

namespace Nomad.Bench.Raft;

/// <summary>Writes per second of 1, 16 and 128 proposers at once, ours and the other library one after the other; and what a large log and a large state cost.</summary>
internal static class RaftBenchmark
{
    private const int EntryBytes = 1024;

    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(5);

    public static async Task RunAsync(Figures figures)
    {
        foreach (var proposers in new[] { 1, 16, 128 })
        {
            await CompareAsync(figures, "ours", proposers, async folder => await OurLog.StartAsync(folder));
            await CompareAsync(figures, "dotnext", proposers, async folder => await DotNextLog.StartAsync(folder));
            figures.Add($"ratio_{proposers}", figures.Of($"ours_{proposers}") / figures.Of($"dotnext_{proposers}"), "2", $"ours over theirs, {proposers} proposers");
        }
        await InFolderAsync(folder => LargeLog.RunAsync(figures, folder));
        await InFolderAsync(folder => LargeState.RunAsync(figures, folder));
    }

    private static Task CompareAsync(Figures figures, string who, int proposers, Func<string, Task<IReplicatedLog>> start) => InFolderAsync(async folder =>
    {
        await using var log = await start(folder);
        await WriteAsync(log, proposers, Warmup);
        var latencies = await WriteAsync(log, proposers, Measured);
        figures.Add($"{who}_{proposers}", latencies.Length / Measured.TotalSeconds, "", $"writes/s, {proposers} proposers");
        figures.Add($"{who}_{proposers}_p50_ms", latencies[latencies.Length / 2], "", "median of a write");
        figures.Add($"{who}_{proposers}_p99_ms", latencies[latencies.Length * 99 / 100], "", "99th percentile of a write");
    });

    private static async Task<double[]> WriteAsync(IReplicatedLog log, int proposers, TimeSpan duration)
    {
        var entry = new byte[EntryBytes];
        Random.Shared.NextBytes(entry);
        var latencies = new ConcurrentBag<double>();
        var total = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, proposers).Select(_ => Task.Run(async () =>
        {
            while (total.Elapsed < duration)
            {
                var one = Stopwatch.GetTimestamp();
                await log.WriteAsync(entry);
                latencies.Add(Stopwatch.GetElapsedTime(one).TotalMilliseconds);
            }
        })));
        return [.. latencies.Order()];
    }

    private static async Task InFolderAsync(Func<string, Task> run)
    {
        var folder = Directory.CreateTempSubdirectory("nomad-raft-bench-").FullName;
        try
        {
            await run(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
