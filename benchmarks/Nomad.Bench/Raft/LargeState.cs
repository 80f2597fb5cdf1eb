using System.Diagnostics;

namespace Nomad.Bench.Raft;

/// <summary>A newcomer takes a state of 1 GB over while writes come at a steady pace: how long it takes and what the writes feel of it.</summary>
internal static class LargeState
{
    private const long StateBytes = 1024L * 1024 * 1024;
    private const int WritesPerSecond = 5_000;
    private const int WritesPerBeat = 50;
    private const int EntryBytes = 256;

    private static readonly TimeSpan Alone = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static async Task RunAsync(Figures figures, string folder)
    {
        await using var log = await OurLog.StartAsync(folder, servers: 2, snapshotBytes: StateBytes);
        for (var i = 0; i < 20; i++)
            await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => log.WriteAsync(new byte[EntryBytes])));
        await log.Leader.SnapshotAsync();
        using var stop = new CancellationTokenSource();
        var writing = WriteSteadilyAsync(log, stop.Token);
        await Task.Delay(Alone);
        var since = Stopwatch.StartNew();
        await log.JoinAsync("c");
        while ((log.Machines[2].Restores == 0 || log.Machines[0].Applied - log.Machines[2].Applied > WritesPerSecond) && since.Elapsed < Patience)
            await Task.Delay(20);
        var took = since.Elapsed;
        await stop.CancelAsync();
        var (done, latencies) = await writing;
        if (log.Machines[2].Restores == 0)
            throw new TimeoutException("the newcomer did not get the state");
        figures.Add("install_1gb_s", took.TotalSeconds, "", "a newcomer has a state of 1 GB and the entries after it");
        figures.Add("install_writes_per_s", done / (took + Alone).TotalSeconds, "5000", "writes meanwhile, 5,000 offered");
        figures.Add("install_write_p99_ms", latencies[latencies.Length * 99 / 100], "", "99th percentile of a write meanwhile");
        figures.Add("install_write_max_ms", latencies[^1], "", "the longest write meanwhile");
    }

    private static async Task<(int Done, double[] Latencies)> WriteSteadilyAsync(OurLog log, CancellationToken stop)
    {
        var writes = new List<Task<double>>();
        var since = Stopwatch.StartNew();
        while (!stop.IsCancellationRequested)
        {
            while (writes.Count < since.Elapsed.TotalSeconds * WritesPerSecond)
            {
                for (var i = 0; i < WritesPerBeat; i++)
                    writes.Add(TimedAsync(log));
            }
            await Task.Delay(1, CancellationToken.None);
        }
        var latencies = await Task.WhenAll(writes);
        return (latencies.Length, [.. latencies.Order()]);
    }

    private static async Task<double> TimedAsync(OurLog log)
    {
        var since = Stopwatch.GetTimestamp();
        await log.WriteAsync(new byte[EntryBytes]);
        return Stopwatch.GetElapsedTime(since).TotalMilliseconds;
    }
}
