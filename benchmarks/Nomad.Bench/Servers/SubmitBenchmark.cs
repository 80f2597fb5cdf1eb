using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Nomad.Agent.Composition;
using Nomad.Bench.Engine;
using Nomad.Cli.Invocation;
using Nomad.Configuration;
using Nomad.Model.Allocations;
using Nomad.Model.Events;
using Nomad.Server.State;

namespace Nomad.Bench.Servers;

/// <summary>Jobs of count 1 from 16 submitters over HTTP to one agent: from the request to the committed placement.</summary>
internal static class SubmitBenchmark
{
    private const int Nodes = 1_000;
    private const int Submitters = 16;
    private const int WarmUp = 2_000;
    private const int MostWarmUps = 8;
    private const int ConnectionsOfEach = 4;

    /// <summary>Submitters wait for their own placement before they send the next: this many jobs may be under way per connection.</summary>
    private const int UnderWay = 16;

    public static async Task RunAsync(Figures figures)
    {
        var jobs = int.TryParse(Environment.GetEnvironmentVariable("BENCH_JOBS"), out var wished) ? wished : 30_000;
        var directory = Directory.CreateTempSubdirectory("nomad-bench-");
        var agent = await StartAsync(directory.FullName);
        try
        {
            await BenchServer.AddNodesAsync(agent.Server!, 0, Nodes);
            // As in a server that has run for a while, whose young memory has gone round: the first touch of any memory is the machine's business.
            for (var (round, collected) = (0, GC.CollectionCount(0)); round == 0 || (GC.CollectionCount(0) == collected && round < MostWarmUps); round++)
                await RoundAsync(agent, Requests(agent, $"warm{round}-", WarmUp));
            // What is sent is ready before the clock runs, as in other programs that put load on servers.
            var requests = Requests(agent, "job", jobs);
            var before = GC.GetTotalMemory(forceFullCollection: true);
            var (allocated, paused) = (GC.GetTotalAllocatedBytes(), GC.GetTotalPauseDuration());
            var (since, busy) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
            var times = await RoundAsync(agent, requests);
            var taken = since.Elapsed;
            figures.Add("jobs_per_s", jobs / taken.TotalSeconds, ">= 5000", $"{jobs} jobs over HTTP, {Submitters} submitters with up to {UnderWay} jobs under way each, {Nodes} nodes");
            figures.Add("jobs_cpu_us", (Environment.CpuUsage.TotalTime - busy).TotalMicroseconds / jobs, "<= 400", "processor time per job, submitters included");
            figures.Add("paused_share", (GC.GetTotalPauseDuration() - paused) / taken, "", "of the time for garbage collection");
            figures.Add("allocated_per_job", (double)(GC.GetTotalAllocatedBytes() - allocated) / jobs, "", "bytes allocated in the process per job, submitters included");
            figures.Add("jobs_p50_ms", Figures.Median(times), "", "request to committed placement");
            figures.Add("jobs_p99_ms", Figures.Percentile(times, 0.99), "< 1000", "request to committed placement");
            figures.Add("kept_per_job", (double)(GC.GetTotalMemory(forceFullCollection: true) - before) / jobs, "", "bytes that stay in memory per job, with the newest entries of the log");
            figures.Add("nodes_rejected", BenchServer.NodesRejected(agent.Server!), "", "nodes of a plan that a plan before it had filled");
        }
        finally
        {
            await agent.StopAsync();
            directory.Delete(recursive: true);
        }
    }

    private static (string Id, byte[] Request)[] Requests(RunningAgent agent, string name, int jobs) => [.. Enumerable.Range(0, jobs).Select(number => (
        $"{name}{number}",
        Submitter.Put(agent.HttpAddress, "/v1/jobs", "{\"Job\":" + BenchServer.Text(BenchShapes.Job(number, 1) with { ID = $"{name}{number}" }) + "}")))];

    private static async Task<IReadOnlyCollection<double>> RoundAsync(RunningAgent agent, (string Id, byte[] Request)[] requests)
    {
        var (times, waiting) = (new ConcurrentBag<double>(), new ConcurrentDictionary<string, (Submitter By, long Since)>());
        void Look(StateCommit commit)
        {
            foreach (var change in commit.Changes)
            {
                if (change is { Topic: EventTopics.Allocation, Before: null, After: Allocation alloc } && waiting.TryRemove(alloc.JobID, out var sent))
                {
                    times.Add(Stopwatch.GetElapsedTime(sent.Since).TotalMilliseconds);
                    sent.By.UnderWay.Release();
                }
            }
        }
        agent.Server!.State.Committed += Look;
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Submitters * ConnectionsOfEach).Select(async _ =>
        {
            using var submitter = await Submitter.ConnectAsync(agent.HttpAddress, UnderWay / ConnectionsOfEach);
            while (Interlocked.Increment(ref next) is var number && number < requests.Length)
            {
                await submitter.UnderWay.WaitAsync();
                waiting[requests[number].Id] = (submitter, Stopwatch.GetTimestamp());
                await submitter.SendAsync(requests[number].Request);
            }
            for (var i = 0; i < UnderWay / ConnectionsOfEach; i++)
                await submitter.UnderWay.WaitAsync();
        }));
        agent.Server!.State.Committed -= Look;
        return times;
    }

    private static async Task<RunningAgent> StartAsync(string directory)
    {
        var file = Path.Combine(directory, "agent.hcl");
        await File.WriteAllTextAsync(file, $$"""
            name = "bench"
            data_dir = "{{directory}}/data"
            bind_addr = "127.0.0.1"
            advertise {
              http = "127.0.0.1"
              rpc = "127.0.0.1"
              serf = "127.0.0.1"
            }
            log_level = "ERROR"
            ports {
              http = {{FreePort()}}
              rpc = {{FreePort()}}
              serf = {{FreePort()}}
            }
            server {
              enabled = true
              bootstrap_expect = 1
              min_heartbeat_ttl = "2h"
            }
            limits {
              http_max_conns_per_client = 1000
            }
            """);
        var read = AgentConfigurationReader.Read(AgentFlags.None, [file], AgentConfigurationEnvironment.System);
        if (read.Configuration is not { } configuration)
            throw new InvalidOperationException(string.Join("; ", read.Errors));
        var terminal = new Terminal(TextWriter.Null, Console.Error, TextReader.Null);
        var agent = await RunningAgent.StartAsync(configuration, new AgentConsole(terminal), TimeProvider.System);
        await BenchServer.UntilAsync(() => agent.Server!.IsLeader, "a leader", TimeSpan.FromSeconds(30));
        return agent;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
