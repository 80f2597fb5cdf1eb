using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace Nomad.Bench.Clusters;

/// <summary>
/// One published server and 10,000 clients that only give signs of life. 100 die at once: how soon each is down. Then the server is halted
/// half of the time: how many that live are taken for dead.
/// </summary>
internal static class HeartbeatBenchmark
{
    private const int Clients = 10_000;
    private const int Dying = 100;
    private const int Stop = 19;
    private const int Continue = 18;

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Watch = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan HaltEvery = TimeSpan.FromMilliseconds(100);

    public static async Task RunAsync(Figures figures)
    {
        var folder = Directory.CreateTempSubdirectory("nomad-heartbeats-").FullName;
        var bind = $"127.0.4.{(Environment.ProcessId % 200) + 20}";
        using var server = new ServerProcess(folder, "s1", bind, bind, "", expect: 1);
        try
        {
            while ((await server.LeaderAsync()).Length == 0)
                await Task.Delay(50);
            await using var clients = new FakeClients($"{bind}:4647");
            await clients.StartAsync(Clients);
            await Task.Delay(Settling);
            var (used, spoken, since) = (server.ProcessorTime, clients.Spoken, Stopwatch.StartNew());
            await MeasureAsync(figures, server, clients, "", "10-15");
            figures.Add("heartbeats_per_s", (clients.Spoken - spoken) / since.Elapsed.TotalSeconds, "-", "signs of life taken");
            figures.Add("server_cpu_percent", 100 * (server.ProcessorTime - used) / since.Elapsed, "-", "of one processor, meanwhile");
            using var halting = new CancellationTokenSource();
            var halts = HaltAsync(server, halting.Token);
            await MeasureAsync(figures, server, clients, "starved_", "-");
            await halting.CancelAsync();
            await halts;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MeasureAsync(Figures figures, ServerProcess server, FakeClients clients, string prefix, string aim)
    {
        var down = new ConcurrentDictionary<string, long>();
        using var over = new CancellationTokenSource();
        var watching = WatchAsync(server, down, over.Token);
        await Task.Delay(TimeSpan.FromSeconds(2));
        var dead = clients.Alive.OrderBy(_ => Random.Shared.Next()).Take(Dying).ToList();
        var died = Stopwatch.GetTimestamp();
        foreach (var id in dead)
            clients.Die(id);
        await Task.Delay(Watch);
        await over.CancelAsync();
        await watching;
        var seconds = dead.Where(down.ContainsKey).Select(id => Stopwatch.GetElapsedTime(died, down[id]).TotalSeconds).ToList();
        figures.Add($"{prefix}noticed", seconds.Count, $"{Dying}", $"of {Dying} dead clients of {Clients}, within {Watch.TotalSeconds:0} s");
        if (seconds.Count > 0)
        {
            figures.Add($"{prefix}down_median_s", Figures.Median(seconds), aim, "death to marked down, median");
            figures.Add($"{prefix}down_p99_s", Figures.Percentile(seconds, 0.99), aim, "the same, 99th percentile");
            figures.Add($"{prefix}down_max_s", seconds.Max(), aim, "the same, the last one");
        }
        figures.Add($"{prefix}false_alarms", down.Keys.Count(id => !dead.Contains(id)), "0", prefix.Length == 0 ? "living clients marked down" : "living clients marked down, the server halted 100 of each 200 ms");
    }

    // Each change of a node's status, as it is written.
    private static async Task WatchAsync(ServerProcess server, ConcurrentDictionary<string, long> down, CancellationToken over)
    {
        try
        {
            using var http = new HttpClient { BaseAddress = server.Http.BaseAddress, Timeout = Timeout.InfiniteTimeSpan };
            using var lines = new StreamReader(await http.GetStreamAsync("/v1/event/stream?topic=Node", over));
            while (await lines.ReadLineAsync(over) is { } line)
            {
                if (!line.Contains("\"down\"", StringComparison.Ordinal))
                    continue;
                using var document = JsonDocument.Parse(line);
                foreach (var happened in document.RootElement.GetProperty("Events").EnumerateArray())
                {
                    if (happened.GetProperty("Payload").GetProperty("Node").GetProperty("Status").GetString() == "down")
                        down.TryAdd(happened.GetProperty("Key").GetString()!, Stopwatch.GetTimestamp());
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Watched long enough.
        }
    }

    private static async Task HaltAsync(ServerProcess server, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            server.Signal(Stop);
            await Task.Delay(HaltEvery, CancellationToken.None);
            server.Signal(Continue);
            await Task.Delay(HaltEvery, CancellationToken.None);
        }
    }
}
