using System.Diagnostics;

namespace Nomad.Bench.Agents;

/// <summary>What a person feels: how soon an agent is ready, a task runs, a command answers; and what it costs in memory.</summary>
internal static class AgentBenchmark
{
    private const int Rounds = 20;
    private const int ManyTasks = 50;
    private const int MemoryAgents = 5;

    public static async Task RunAsync(Figures figures)
    {
        var (leader, ready) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            var since = Stopwatch.StartNew();
            using var fresh = AgentProcess.Start($"127.0.3.{round + 1}");
            leader.Add(await fresh.UntilAsync(since, fresh.HasLeaderAsync));
            ready.Add(await fresh.UntilAsync(since, fresh.NodeReadyAsync));
        }
        figures.Add("leader_ms", Figures.Median(leader), "", "agent start to leader");
        figures.Add("ready_ms", Figures.Median(ready), "<= 200", "agent start to node ready");

        using (var agent = AgentProcess.Start("127.0.3.100"))
        {
            await agent.UntilAsync(Stopwatch.StartNew(), agent.NodeReadyAsync);
            await TasksAsync(figures, agent, "raw_exec", "<= 50");
            await TasksAsync(figures, agent, "exec", "<= 80");
            CommandLine(figures, agent);
        }
        await MemoryAsync(figures);
    }

    private static async Task TasksAsync(Figures figures, AgentProcess agent, string driver, string aim)
    {
        var (running, complete) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            var (service, batch) = ($"s-{driver}-{round}", $"b-{driver}-{round}");
            var since = Stopwatch.StartNew();
            await agent.RunAsync(service, "service", driver, "sleep 600");
            running.Add(await agent.UntilAsync(since, () => agent.StatusAsync(service, "running")));
            await agent.Http.DeleteAsync($"/v1/job/{service}?purge=true");
            since.Restart();
            await agent.RunAsync(batch, "batch", driver, "true");
            complete.Add(await agent.UntilAsync(since, () => agent.StatusAsync(batch, "complete")));
        }
        figures.Add($"running_{driver}_ms", Figures.Median(running), aim, "PUT of a service job to running");
        figures.Add($"complete_{driver}_ms", Figures.Median(complete), "", "PUT of a batch job to complete");
    }

    private static void CommandLine(Figures figures, AgentProcess agent)
    {
        figures.Add("cli_version_ms", Figures.Median(Enumerable.Range(0, Rounds).Select(_ => Wall(AgentProcess.Program, agent, "version"))), "<= 10", "nomad version");
        figures.Add("cli_status_ms", Figures.Median(Enumerable.Range(0, Rounds).Select(_ => Wall(AgentProcess.Program, agent, "status"))), "<= 25", "nomad status");
        figures.Add("spawn_ms", Figures.Median(Enumerable.Range(0, Rounds).Select(_ => Wall("/bin/true", agent))), "", "what starting any program takes here: part of both");
    }

    private static double Wall(string program, AgentProcess agent, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["NOMAD_ADDR"] = $"http://{agent.Bind}:4646";
        var since = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return since.Elapsed.TotalMilliseconds;
    }

    /// <summary>Of several agents at once, each looked at several times: a collection of garbage more or less decides about megabytes.</summary>
    private static async Task MemoryAsync(Figures figures)
    {
        var agents = Enumerable.Range(101, MemoryAgents).Select(last => AgentProcess.Start($"127.0.3.{last}")).ToArray();
        try
        {
            foreach (var agent in agents)
                await agent.UntilAsync(Stopwatch.StartNew(), agent.NodeReadyAsync);
            await Task.Delay(TimeSpan.FromSeconds(30));
            var idle = await ResidentAsync(agents);
            figures.Add("idle_mb", Figures.Median(idle.SelectMany(samples => samples)), "<= 50", "VmRSS of the agent and its supervisor after 30 s without work");
            foreach (var agent in agents)
            {
                await agent.RunAsync("many", "service", "raw_exec", "sleep 600", ManyTasks);
                await agent.UntilAsync(Stopwatch.StartNew(), () => agent.StatusAsync("many", "running", ManyTasks));
            }
            await Task.Delay(TimeSpan.FromSeconds(5));
            var busy = await ResidentAsync(agents);
            figures.Add("mb_per_task", Figures.Median(busy.Zip(idle, (with, without) => with.Select(sample => (sample - Figures.Median(without)) / ManyTasks)).SelectMany(samples => samples)),
                "<= 2", $"VmRSS of agent and supervisor that {ManyTasks} running tasks add");
        }
        finally
        {
            foreach (var agent in agents)
                agent.Dispose();
        }
    }

    /// <summary>Samples of each agent, a second apart, <see cref="Rounds"/> in all.</summary>
    private static async Task<double[][]> ResidentAsync(AgentProcess[] agents)
    {
        var samples = agents.Select(_ => new double[Rounds / MemoryAgents]).ToArray();
        for (var round = 0; round < Rounds / MemoryAgents; round++)
        {
            for (var i = 0; i < agents.Length; i++)
                samples[i][round] = agents[i].ResidentMegabytes();
            await Task.Delay(TimeSpan.FromSeconds(1));
        }
        return samples;
    }
}
