using System.Diagnostics;

namespace Nomad.Bench.Clusters;

/// <summary>Three servers; the leader is killed or halted: how long until one of the others says who leads now.</summary>
internal static class FailoverBenchmark
{
    private const int Kill = 9;
    private const int Stop = 19;
    private const int Continue = 18;
    private const int Samples = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Between two samples: those who just started count as strained for a while.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);

    public static async Task RunAsync(Figures figures)
    {
        await RunAsync(figures, "", "", "0.5");
        await RunAsync(figures, "tuned_", "raft_election_timeout = \"125ms\"", "0.25");
    }

    private static async Task RunAsync(Figures figures, string prefix, string more, string aim)
    {
        var folder = Directory.CreateTempSubdirectory("nomad-failover-").FullName;
        var host = (Environment.ProcessId % 50 * 4) + 20;
        string[] binds = [$"127.0.3.{host}", $"127.0.3.{host + 1}", $"127.0.3.{host + 2}"];
        var servers = binds.Select((bind, i) => new ServerProcess(folder, $"s{i + 1}", bind, binds[0], more)).ToArray();
        try
        {
            foreach (var (name, signal) in new[] { ("kill", Kill), ("stop", Stop) })
            {
                var seconds = new List<double>();
                while (seconds.Count < Samples)
                {
                    var leader = await AgreedLeaderAsync(servers);
                    await Task.Delay(Rest);
                    if (await servers[0].LeaderAsync() != $"{leader.Bind}:4647")
                        continue;
                    seconds.Add(await SampleAsync(servers, leader, signal));
                }
                figures.Add($"{prefix}{name}_median_s", Figures.Median(seconds), aim, $"{(signal == Kill ? "kill -9" : "SIGSTOP")} of the leader to a new one, median of {Samples}");
                figures.Add($"{prefix}{name}_p95_s", seconds.Order().ElementAt((Samples * 95 / 100) - 1), aim, "the same, 95th percentile");
            }
        }
        finally
        {
            foreach (var server in servers)
                server.Dispose();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<double> SampleAsync(ServerProcess[] servers, ServerProcess leader, int signal)
    {
        var others = servers.Where(server => server != leader).ToArray();
        var since = Stopwatch.StartNew();
        leader.Signal(signal);
        var found = await await Task.WhenAny(others.Select(other => UntilAnotherLeadsAsync(other, leader, since)));
        if (signal == Kill)
            leader.Restart();
        else
            leader.Signal(Continue);
        return found;
    }

    private static async Task<double> UntilAnotherLeadsAsync(ServerProcess asked, ServerProcess old, Stopwatch since)
    {
        while (since.Elapsed < Patience)
        {
            var now = await asked.LeaderAsync();
            if (now.Length > 0 && now != $"{old.Bind}:4647")
                return since.Elapsed.TotalSeconds;
            await Task.Delay(1);
        }
        throw new TimeoutException("no other server led");
    }

    private static async Task<ServerProcess> AgreedLeaderAsync(ServerProcess[] servers)
    {
        var since = Stopwatch.StartNew();
        while (since.Elapsed < Patience)
        {
            var leaders = await Task.WhenAll(servers.Select(server => server.LeaderAsync()));
            if (leaders[0].Length > 0 && leaders.All(leader => leader == leaders[0]))
                return servers.First(server => leaders[0] == $"{server.Bind}:4647");
            await Task.Delay(20);
        }
        throw new TimeoutException("the servers did not agree on a leader");
    }
}
