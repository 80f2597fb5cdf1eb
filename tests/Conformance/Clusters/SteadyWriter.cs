using System.Text;
using Nomad.Conformance.Running;

namespace Nomad.Conformance.Clusters;

/// <summary>Registers one job after the other, each with another server, and remembers which were acknowledged.</summary>
internal sealed class SteadyWriter : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly TestCluster cluster;
    private readonly string[] servers;
    private readonly CancellationTokenSource stop = new();
    private readonly List<string> acknowledged = [];
    private readonly Task writing;

    private SteadyWriter(TestCluster cluster, string[] servers)
    {
        (this.cluster, this.servers) = (cluster, servers);
        writing = Task.WhenAll(servers.Select(server => Task.Run(() => WriteAsync(server))));
    }

    public int Count
    {
        get
        {
            lock (acknowledged)
                return acknowledged.Count;
        }
    }

    public static SteadyWriter Start(TestCluster cluster, params string[] servers) => new(cluster, servers);

    /// <summary>Waits until more writes were acknowledged: the cluster works again.</summary>
    public async Task UntilMoreAsync(string when)
    {
        var enough = Count + 3;
        var since = System.Diagnostics.Stopwatch.StartNew();
        while (Count < enough)
        {
            Assert.True(since.Elapsed < Eventually.Patience, $"after {Eventually.Patience.TotalSeconds} s no writes are acknowledged {when}");
            await Task.Delay(Pause);
        }
    }

    /// <summary>Ends the writing, and waits until each server has every job that was acknowledged.</summary>
    public async Task CheckAsync()
    {
        var jobs = await StopAsync();
        Assert.NotEmpty(jobs);
        foreach (var name in servers)
        {
            await cluster.Agents[name].UntilAsync($"{name} has every job that was acknowledged", async () =>
                jobs.IsSubsetOf((await TestCluster.ArrayAsync(cluster.Agents[name], "/v1/jobs?stale=true")).Select(job => job.GetProperty("ID").GetString()!)));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        stop.Dispose();
    }

    private async Task<IReadOnlySet<string>> StopAsync()
    {
        await stop.CancelAsync();
        await writing;
        return acknowledged.ToHashSet(StringComparer.Ordinal);
    }

    private async Task WriteAsync(string server)
    {
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var name = $"{server}-job-{i}";
            if (await TryAsync(cluster.Agents[server], name))
            {
                lock (acknowledged)
                    acknowledged.Add(name);
            }
            await Task.Delay(Pause);
        }
    }

    private static async Task<bool> TryAsync(DevAgent agent, string name)
    {
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            var body = $$$"""{"Job":{"ID":"{{{name}}}","Type":"batch","Datacenters":["nowhere"],"TaskGroups":[{"Name":"g","Tasks":[{"Name":"t","Driver":"raw_exec","Config":{"command":"/bin/true"}}]}]}}""";
            using var answer = await agent.Http.PutAsync("/v1/jobs", new StringContent(body, Encoding.UTF8, "application/json"), limit.Token);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception problem) when (problem is HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
            return false; // nobody knows whether it was taken, and nobody was promised anything
        }
    }
}
