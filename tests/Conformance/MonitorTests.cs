using Nomad.Conformance.Running;

namespace Nomad.Conformance;

/// <summary>What `job run` and `job stop` tell while they follow an evaluation. Times and repeats vary, the order does not.</summary>
public sealed class MonitorTests
{
    [Fact]
    public async Task Run_follows_the_evaluation_and_the_deployment_to_their_end()
    {
        await using var agent = await DevAgent.StartAsync();
        var jobs = Path.Combine(AppContext.BaseDirectory, "Scripts", "jobs");
        var run = await agent.RunInAsync(jobs, "job", "run", "web.nomad");
        Assert.Equal("", run.Error);
        Assert.Equal(0, run.ExitCode);
        InOrder(run.Out, ": Monitoring evaluation \"", ": Evaluation triggered by job \"web\"", "created: node \"", "group \"app\"",
            ": Evaluation status changed: \"pending\" -> \"complete\"", "finished with status \"complete\"", ": Monitoring deployment \"",
            "Job ID      = web", "Deployed", "Task Group  Desired  Placed  Healthy  Unhealthy  Progress Deadline",
            "Status      = successful", "Description = Deployment completed successfully", "app         2        2       2        0");

        var stop = await agent.RunAsync("stop", "web");
        Assert.Equal(0, stop.ExitCode);
        InOrder(stop.Out, ": Monitoring evaluation \"", ": Evaluation triggered by job \"web\"", "finished with status \"complete\"");
    }

    [Fact]
    public async Task A_job_that_fits_nowhere_is_answered_with_why_and_exit_code_2()
    {
        await using var agent = await DevAgent.StartAsync();
        var run = await RunOneTaskAsync(agent, "resources { memory = 90000000 }");
        Assert.Equal(2, run.ExitCode);
        InOrder(run.Out, "finished with status \"complete\" but failed to place all allocations:", "Task Group \"g\" (failed to place 1 allocation):",
            "* Resources exhausted on 1 nodes", "* Dimension \"memory\" exhausted on 1 nodes", "waiting for additional capacity to place remainder");
    }

    [Fact]
    public async Task A_device_that_no_node_offers_is_answered_with_missing_devices()
    {
        await using var agent = await DevAgent.StartAsync();
        var run = await RunOneTaskAsync(agent, """resources { device "nvidia/gpu" { count = 2 } }""");
        Assert.Equal(2, run.ExitCode);
        InOrder(run.Out, "Task Group \"g\" (failed to place 1 allocation):", "* Constraint \"missing devices\"", "waiting for additional capacity to place remainder");
        // What the server did for it is counted and measured.
        using var client = new HttpClient();
        var metrics = await client.GetStringAsync($"{agent.Address}/v1/metrics?format=prometheus");
        foreach (var name in new[] { "nomad_raft_apply", "nomad_raft_commitTime_count", "nomad_nomad_worker_invoke_scheduler_batch_count" })
            Assert.Contains($"\n{name}{{", metrics);
    }

    // The terminal is a real one: script(1) runs the program on a pseudo terminal and passes on every byte it writes there.
    [Fact]
    public async Task On_a_terminal_a_row_tells_what_is_waited_for_and_is_gone_afterwards_and_in_a_pipe_there_is_none()
    {
        await using var agent = await DevAgent.StartAsync();
        // Nothing begins, nor is healthy, before the row was seen.
        var jobs = Directory.CreateTempSubdirectory("nomad-monitor-").FullName;
        var job = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Scripts", "jobs", "web.nomad"));
        await File.WriteAllTextAsync(Path.Combine(jobs, "web.nomad"), job.Replace("\"20s\"", "\"5m\"", StringComparison.Ordinal).Replace("\"30s\"", "\"10m\"", StringComparison.Ordinal)
            .Replace("    task \"server\" {", $$"""
                task "gate" {
                  driver = "raw_exec"
                  lifecycle {
                    hook = "prestart"
                  }
                  config {
                    command = "/bin/sh"
                    args    = ["-c", "until [ -e {{jobs}}/open ]; do sleep 0.1; done"]
                  }
                  resources {
                    cpu    = 20
                    memory = 16
                  }
                }
                task "server" {
                """, StringComparison.Ordinal));
        var environment = new Dictionary<string, string> { ["NOMAD_ADDR"] = agent.Address, ["TERM"] = "xterm" };
        var screen = await NomadProgram.ShellAsync($"{When(" of 2 healthy (", "seen", "open")} & script -qefc '{NomadProgram.Path} job run web.nomad' seen", jobs, environment);
        Assert.Equal(0, screen.ExitCode);
        Assert.Contains("waiting for the deployment: ", screen.Out);
        Assert.Contains(" of 2 healthy (", screen.Out);
        // Each drawing begins by taking back the one before; the last one is taken back before anything else is written.
        Assert.All(screen.Out.Split("\r\u001b[K")[1..].Where(part => part.Contains("waiting for the deployment", StringComparison.Ordinal)), row => Assert.DoesNotContain('\n', row));
        InOrder(screen.Out, ": Monitoring evaluation \"", "finished with status \"complete\"", ": Monitoring deployment \"", "waiting for the deployment", "Status      = successful");
        var dumb = await NomadProgram.ShellAsync($"script -qefc '{NomadProgram.Path} job run web.nomad' /dev/null", jobs, new Dictionary<string, string>(environment) { ["TERM"] = "dumb" });
        var piped = await agent.RunInAsync(jobs, "job", "run", "web.nomad");
        Directory.Delete(jobs, recursive: true);
        Assert.Equal((0, 0), (dumb.ExitCode, piped.ExitCode));
        Assert.DoesNotContain("waiting for", dumb.Out);
        Assert.DoesNotContain("waiting for", piped.Out);
        Assert.DoesNotContain('\u001b', piped.Out);
    }

    [Fact]
    public async Task On_a_terminal_a_drain_tells_how_many_allocations_it_waits_for_and_in_a_pipe_it_does_not()
    {
        await using var agent = await DevAgent.StartAsync();
        var folder = Directory.CreateTempSubdirectory("nomad-monitor-").FullName;
        // It stops when it is asked to and the row was seen.
        await File.WriteAllTextAsync(Path.Combine(folder, "stubborn.nomad"), $$"""
            job "stubborn" {
              group "g" {
                count = 2
                task "t" {
                  driver       = "raw_exec"
                  kill_timeout = "25s"
                  config {
                    command = "/bin/sh"
                    args    = ["-c", "trap 'asked=1' INT TERM; until [ x$asked = x1 ] && [ -e {{folder}}/end ]; do sleep 0.1; done"]
                  }
                  resources {
                    cpu    = 20
                    memory = 20
                  }
                }
              }
            }
            """);
        await RunningAsync();
        var environment = new Dictionary<string, string> { ["NOMAD_ADDR"] = agent.Address, ["TERM"] = "xterm" };
        var screen = await NomadProgram.ShellAsync($"{When("waiting for 2 allocations to stop (", "seen", "end")} & script -qefc '{NomadProgram.Path} node drain -enable -self -force' seen", folder, environment);
        Assert.True(screen.ExitCode == 0, screen.Out);
        InOrder(screen.Out, "Ctrl-C to stop monitoring", "drain strategy set", "\r\u001b[K", "waiting for 2 allocations to stop (", "status running -> complete", " have stopped");
        Assert.Equal("", screen.Out.Split("\r\u001b[K")[^1].Split('\n')[^1]);
        Assert.All(screen.Out.Split("\r\u001b[K")[1..].Where(part => part.Contains("to stop (", StringComparison.Ordinal)), row => Assert.DoesNotContain('\n', row));

        Assert.Equal(0, (await agent.RunAsync("node", "drain", "-disable", "-self")).ExitCode);
        await RunningAsync();
        File.Delete(Path.Combine(folder, "end"));
        var piped = await NomadProgram.ShellAsync($"{When(" draining", "piped", "end")} & {NomadProgram.Path} node drain -enable -self -force > piped; code=$?; cat piped; exit $code", folder, environment);
        Directory.Delete(folder, recursive: true);
        Assert.Equal(0, piped.ExitCode);
        InOrder(piped.Out, "drain strategy set", " draining", "status running -> complete", " have stopped");
        Assert.DoesNotContain("waiting for", piped.Out);
        Assert.DoesNotContain('\u001b', piped.Out);

        async Task RunningAsync()
        {
            Assert.Equal(0, (await agent.RunInAsync(folder, "job", "run", "-detach", "stubborn.nomad")).ExitCode);
            await agent.UntilAsync("both run", async () => (await agent.RunAsync("job", "allocs", "stubborn")).Out.Split(" run ").Count(row => row.TrimStart().StartsWith("running", StringComparison.Ordinal)) == 2);
        }
    }

    // Makes a file when a text is in another one.
    private static string When(string text, string seen, string then) => $"(until grep -qF '{text}' {seen} 2>/dev/null; do sleep 0.1; done; touch {then})";

    private static async Task<Outcome> RunOneTaskAsync(DevAgent agent, string resources)
    {
        var folder = Directory.CreateTempSubdirectory("nomad-monitor-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "one.nomad"), $$"""
            job "one" {
              type = "batch"
              group "g" {
                task "t" {
                  driver = "raw_exec"
                  config { command = "/bin/true" }
                  {{resources}}
                }
              }
            }
            """);
        var run = await agent.RunInAsync(folder, "run", "one.nomad");
        Directory.Delete(folder, recursive: true);
        return run;
    }

    private static void InOrder(string text, params string[] parts)
    {
        var at = 0;
        foreach (var part in parts)
        {
            var found = text.IndexOf(part, at, StringComparison.Ordinal);
            Assert.True(found >= 0, $"\"{part}\" is missing or out of order in:\n{text}");
            at = found + part.Length;
        }
    }
}
