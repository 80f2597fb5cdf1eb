using System.Diagnostics;
using Nomad.Conformance.Clusters;
using Nomad.Conformance.Running;

namespace Nomad.Conformance.Hardship;

/// <summary>The clock of the machine is set, by hours, while an agent works: it goes on, and misses nobody.</summary>
public sealed class ClockTests
{
    /// <summary>Longer than a node may be silent here (two seconds and five of grace), by far.</summary>
    private static readonly TimeSpan Watch = TimeSpan.FromSeconds(10);

    private const string QuickHeartbeats = """
        server {
          min_heartbeat_ttl = "2s"
          heartbeat_grace   = "5s"
        }
        """;

    // libfaketime stands between the program and the clock of the machine; timestamps stay what they are, as when somebody sets a clock.
    private static readonly string? Library = Directory.Exists("/usr/lib")
        ? Directory.EnumerateDirectories("/usr/lib", "*-linux-gnu").Select(folder => Path.Combine(folder, "faketime", "libfaketimeMT.so.1")).FirstOrDefault(File.Exists) : null;

    [Fact]
    public async Task An_agent_whose_clock_is_set_goes_on_and_nothing_is_lost()
    {
        Assert.SkipWhen(Library is null, "libfaketime is missing (Debian package faketime)");
        using var folder = new HardFolder();
        var clock = folder.Write("clock", "+0\n");
        var registered = new List<string>();
        string allocation;
        await using (var agent = Launch(folder, clock))
        {
            await agent.UntilAsync("its node is ready", () => IsReadyAsync(agent));
            await RegisterAsync(agent, "first");
            await agent.UntilAsync("the first job runs", async () => (await RunningAsync(agent)).Length == 36);
            allocation = await RunningAsync(agent);
            foreach (var step in (string[])["+2h", "-30h"])
            {
                await File.WriteAllTextAsync(clock, step + "\n");
                await agent.UntilAsync($"its clock is set by {step}", async () => await HoursOffAsync(agent) is var off && (step == "+2h" ? off > 1 : off < -29));
                for (var watched = Stopwatch.StartNew(); watched.Elapsed < Watch;)
                {
                    Assert.True(await IsReadyAsync(agent), $"after {step} the node is not ready:\n{agent.Output}");
                    Assert.Equal(allocation, await RunningAsync(agent));
                    await Task.Delay(500);
                }
                await RegisterAsync(agent, $"job{step[1..]}");
                await agent.UntilAsync($"what was registered after {step} runs", async () =>
                    (await agent.RunAsync("job", "allocs", "-t", "{{range .}}{{.ClientStatus}}{{end}}", $"job{step[1..]}")).Out.Contains("running", StringComparison.Ordinal));
            }
            Assert.DoesNotContain("TTL expired", agent.Output);
            agent.Signal(9);
            await agent.WaitForExitAsync();
        }
        // Started again in the past of what it has written.
        await using (var agent = Launch(folder, folder.Write("clock", "-2d\n")))
        {
            await agent.UntilAsync("its node is ready again", () => IsReadyAsync(agent));
            await agent.UntilAsync("the first job goes on", async () => await RunningAsync(agent) == allocation);
            var jobs = await agent.Http.GetStringAsync("/v1/jobs");
            foreach (var job in registered)
                Assert.Contains($"\"{job}\"", jobs);
            foreach (var job in registered)
                Assert.Equal(0, (await agent.RunAsync("job", "stop", "-detach", job)).ExitCode);
            await agent.UntilAsync("all have stopped", async () => !(await agent.Http.GetStringAsync("/v1/allocations")).Contains("\"ClientStatus\":\"running\"", StringComparison.Ordinal));
        }

        async Task RegisterAsync(DevAgent agent, string id)
        {
            using var answer = await agent.Http.PutAsync("/v1/jobs", new StringContent($$$"""
                {"Job": {"ID": "{{{id}}}", "Type": "service", "Datacenters": ["dc1"], "TaskGroups": [{"Name": "g", "Tasks": [{"Name": "t", "Driver": "raw_exec",
                  "Config": {"command": "/bin/sleep", "args": ["3000"]}, "Resources": {"CPU": 20, "MemoryMB": 20}}]}]}}
                """));
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
            registered.Add(id);
        }
    }

    [Theory]
    [InlineData("+2h")]
    [InlineData("-30h")]
    public async Task Health_and_time_limits_go_by_time_that_has_passed_whatever_the_clock_is_set_to(string step)
    {
        Assert.SkipWhen(Library is null, "libfaketime is missing (Debian package faketime)");
        using var folder = new HardFolder();
        var clock = folder.Write("clock", "+0\n");
        await using var agent = Launch(folder, clock);
        await agent.UntilAsync("its node is ready", () => IsReadyAsync(agent));
        var (healthy, limit, round, watched) = (TimeSpan.FromSeconds(12), TimeSpan.FromSeconds(20), 0, Stopwatch.StartNew());
        // On a machine so slow that either is over before the clock is set, they get more time.
        while (!await AreOnTheirWayAsync())
        {
            await File.WriteAllTextAsync(clock, "+0\n");
            await agent.UntilAsync("its clock is right again", async () => Math.Abs(await HoursOffAsync(agent)) < 1);
            (healthy, limit) = (healthy * 2, limit * 2);
        }
        await agent.UntilAsync("the deployment has succeeded", async () => await DeploymentAsync() is var status && (status == "successful" || (status != "running"
            ? throw new InvalidOperationException($"the deployment is {status}:\n{agent.Output}") : false)));
        Assert.True(watched.Elapsed >= healthy, $"healthy after {watched.Elapsed}");
        await agent.UntilAsync("the limited one has ended", async () => await StateAsync("limited") != "running");
        Assert.True(watched.Elapsed >= limit, $"ended after {watched.Elapsed}");
        Assert.Equal("running", await StateAsync("steady"));

        async Task<bool> AreOnTheirWayAsync()
        {
            round++;
            watched.Restart();
            // The quick group has the deployment looked at while the other is on its way.
            await PutAsync("steady", "service", Group("g", Update(healthy)), Group("quick", Update(healthy / 2)));
            await PutAsync("limited", "batch", Group("g", $""" "MaxRunDuration": {limit.Ticks * 100}, """));
            await agent.UntilAsync("both run or have run", async () => await StateAsync("steady") == "running" && await StateAsync("limited") is not ("" or "pending"));
            await File.WriteAllTextAsync(clock, step + "\n");
            await agent.UntilAsync($"its clock is set by {step}", async () => await HoursOffAsync(agent) is var off && (step == "+2h" ? off > 1 : off < -29));
            return await StateAsync("limited") == "running" && watched.Elapsed < healthy;
        }

        async Task PutAsync(string id, string type, params string[] groups)
        {
            using var answer = await agent.Http.PutAsync("/v1/jobs", new StringContent(
                $$$"""{"Job": {"ID": "{{{id}}}-{{{round}}}", "Type": "{{{type}}}", "Datacenters": ["dc1"], "TaskGroups": [{{{string.Join(", ", groups)}}}]}}"""));
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        }

        static string Update(TimeSpan healthy) => $$"""
            "Update": {"MaxParallel": 1, "MinHealthyTime": {{healthy.Ticks * 100}}, "HealthyDeadline": 100000000000, "ProgressDeadline": 110000000000},
            """;

        static string Group(string name, string more) => $$$"""
            {"Name": "{{{name}}}", {{{more}}} "Tasks": [{"Name": "t", "Driver": "raw_exec",
              "Config": {"command": "/bin/sleep", "args": ["3000"]}, "Resources": {"CPU": 20, "MemoryMB": 20}}]}
            """;

        async Task<string> StateAsync(string id) => string.Concat((await TestCluster.ArrayAsync(agent, $"/v1/job/{id}-{round}/allocations"))
            .Where(alloc => alloc.GetProperty("TaskGroup").GetString() == "g").Select(alloc => alloc.GetProperty("ClientStatus").GetString()));

        async Task<string> DeploymentAsync() =>
            (await TestCluster.ArrayAsync(agent, $"/v1/job/steady-{round}/deployments")).Select(own => own.GetProperty("Status").GetString()!).FirstOrDefault("");
    }

    private static DevAgent Launch(HardFolder folder, string clock) => DevAgent.Launch(folder.Bind, folder.Arguments(QuickHeartbeats), start =>
    {
        start.Environment["LD_PRELOAD"] = Library!;
        start.Environment["FAKETIME_TIMESTAMP_FILE"] = clock;
        start.Environment["FAKETIME_NO_CACHE"] = "1";
        start.Environment["FAKETIME_DONT_FAKE_MONOTONIC"] = "1";
        return start;
    }, new SocketsHttpHandler());

    private static async Task<bool> IsReadyAsync(DevAgent agent) =>
        (await agent.Http.GetStringAsync("/v1/nodes")).Contains("\"Status\":\"ready\"", StringComparison.Ordinal);

    // The one allocation of the first job that is to run and does.
    private static async Task<string> RunningAsync(DevAgent agent) =>
        (await agent.RunAsync("job", "allocs", "-t", "{{range .}}{{if eq .ClientStatus \"running\"}}{{.ID}}{{end}}{{end}}", "first")).Out.Trim();

    private static async Task<double> HoursOffAsync(DevAgent agent)
    {
        using var answer = await agent.Http.GetAsync("/v1/status/leader");
        return (answer.Headers.Date!.Value - DateTimeOffset.UtcNow).TotalHours;
    }
}
