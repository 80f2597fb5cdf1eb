using System.Text;

namespace Nomad.Conformance.Clusters;

/// <summary>A job whose processes are counted all the time: every allocation runs once, whatever happens to agents and links.</summary>
internal sealed class SteadyTasks : IAsyncDisposable
{
    private const int Count = 6;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    private static int jobs;

    private readonly TestCluster cluster;
    private readonly CancellationTokenSource stop = new();
    private readonly Task looking;

    // How long each process would sleep: that tells them from others of the machine.
    private readonly int seconds = (100_000 * (1 + Interlocked.Increment(ref jobs))) + (Environment.ProcessId % 100_000);
    private int most;

    private SteadyTasks(TestCluster cluster)
    {
        this.cluster = cluster;
        looking = Task.Run(LookAsync);
    }

    /// <summary>Has the job run on both nodes there are, and waits until all of it does.</summary>
    public static async Task<SteadyTasks> StartAsync(TestCluster cluster)
    {
        var tasks = new SteadyTasks(cluster);
        var server = cluster.Agents["s1"];
        await server.UntilAsync("both nodes are ready", async () =>
            (await TestCluster.ArrayAsync(server, "/v1/nodes")).Count(node => node.GetProperty("Status").GetString() == "ready") == 2);
        var body = $$$"""
            {"Job":{"ID":"workers","Type":"service","Datacenters":["*"],"TaskGroups":[{"Name":"g","Count":{{{Count}}},"EphemeralDisk":{"SizeMB":10},
            "Tasks":[{"Name":"t","Driver":"raw_exec","Config":{"command":"/bin/sleep","args":["{{{tasks.seconds}}}"]},"LogConfig":{"MaxFiles":1,"MaxFileSizeMB":1},"Resources":{"CPU":1,"MemoryMB":10}}]}]}}
            """;
        await server.UntilAsync("the job is taken", async () =>
        {
            using var answer = await server.Http.PutAsync("/v1/jobs", new StringContent(body, Encoding.UTF8, "application/json"));
            return answer.IsSuccessStatusCode;
        });
        await tasks.CheckAsync();
        return tasks;
    }

    /// <summary>As many as were asked for, each once and never more: by what the servers say, and by the processes there are and were.</summary>
    public async Task CheckAsync()
    {
        var server = cluster.Agents["s1"];
        string[] running = [];
        await server.UntilAsync("every allocation runs", async () =>
        {
            running = [.. (await TestCluster.ArrayAsync(server, "/v1/job/workers/allocations"))
                .Where(alloc => alloc.GetProperty("DesiredStatus").GetString() == "run" && alloc.GetProperty("ClientStatus").GetString() == "running")
                .Select(alloc => alloc.GetProperty("Name").GetString()!)];
            return running.Length >= Count && Processes() >= Count;
        });
        Assert.Equal(Enumerable.Range(0, Count).Select(i => $"workers.g[{i}]"), running.Order(StringComparer.Ordinal));
        Assert.Equal(Count, Processes());
        Assert.InRange(Volatile.Read(ref most), 0, Count);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await looking;
        stop.Dispose();
    }

    private async Task LookAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            most = Math.Max(most, Processes());
            await Task.Delay(BetweenLooks);
        }
    }

    private int Processes() => Directory.EnumerateDirectories("/proc").Count(path =>
    {
        try
        {
            return int.TryParse(Path.GetFileName(path), out _) && File.ReadAllText(Path.Combine(path, "cmdline")) == $"/bin/sleep\0{seconds}\0";
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return false; // it ended meanwhile
        }
    });
}
