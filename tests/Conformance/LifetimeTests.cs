using Nomad.Conformance.Running;

namespace Nomad.Conformance;

/// <summary>What signals do to an agent at work: reloading, and a leave that drains first.</summary>
public sealed class LifetimeTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nomad-lifetime-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Reload_takes_over_the_log_and_names_what_needs_a_restart()
    {
        var config = Path.Combine(folder, "agent.hcl");
        await File.WriteAllTextAsync(config, "log_level = \"INFO\"\n");
        await using var agent = await DevAgent.StartAsync("-config=" + config);
        await File.WriteAllTextAsync(config, $$"""
            log_level = "DEBUG"
            log_file = "{{folder}}/logs/"
            datacenter = "dc2"
            client { meta { rack = "7" } }
            leave_on_terminate = true
            """);
        agent.Signal(1);
        await Until(agent, "configuration reload finished");
        Assert.Contains("==> Caught signal: hangup\n==> Reloading configuration...", agent.Output);
        Assert.Contains("[WARN]  agent: configuration of client.meta changed, which takes effect only after a restart of the agent", agent.Output);
        Assert.Contains("[WARN]  agent: configuration of datacenter changed", agent.Output);
        Assert.DoesNotContain("configuration of log_", agent.Output);
        Assert.DoesNotContain("configuration of leave_", agent.Output);
        await File.WriteAllTextAsync(config, "log_level = \"WHEEL\"\n");
        agent.Signal(1);
        await Until(agent, "failed to reload configs: Invalid log level: WHEEL");
        agent.Signal(15);
        Assert.Equal(0, await agent.WaitForExitAsync());
        Assert.Contains("[INFO]  agent: requesting leave", await File.ReadAllTextAsync(Path.Combine(folder, "logs/nomad.log")));
    }

    [Fact]
    public async Task A_client_that_drains_on_shutdown_has_no_work_left_when_it_leaves()
    {
        var config = Path.Combine(folder, "agent.hcl");
        await File.WriteAllTextAsync(config, """
            leave_on_terminate = true
            client { drain_on_shutdown { deadline = "2m" force = true ignore_system_jobs = false } }
            """);
        await File.WriteAllTextAsync(Path.Combine(folder, "stay.nomad.hcl"), """
            job "stay" {
              group "g" {
                task "sleep" {
                  driver = "raw_exec"
                  config { command = "/bin/sleep", args = ["600"] }
                  resources { cpu = 20, memory = 20 }
                }
              }
            }
            """);
        await using var agent = await DevAgent.StartAsync("-config=" + config);
        Assert.Equal(0, (await agent.RunInAsync(folder, "job", "run", "-detach", "stay.nomad.hcl")).ExitCode);
        await agent.UntilAsync("it runs", async () => (await agent.Http.GetStringAsync("/v1/job/stay/allocations")).Contains("\"ClientStatus\":\"running\"", StringComparison.Ordinal));
        agent.Signal(15);
        Assert.Equal(0, await agent.WaitForExitAsync());
        var drained = agent.Output.IndexOf("[INFO]  client: the node is drained", StringComparison.Ordinal);
        Assert.True(drained > agent.Output.IndexOf("[INFO]  client: draining the node before shutdown", StringComparison.Ordinal), agent.Output);
        Assert.True(drained < agent.Output.IndexOf("[INFO]  agent: requesting shutdown", StringComparison.Ordinal), agent.Output);
    }

    [Fact]
    public async Task A_missing_syslog_is_one_warning()
    {
        Assert.SkipWhen(File.Exists("/dev/log"), "this machine has a log daemon");
        var config = Path.Combine(folder, "agent.hcl");
        await File.WriteAllTextAsync(config, "enable_syslog = true\n");
        await using var agent = await DevAgent.StartAsync("-config=" + config);
        Assert.Equal(2, agent.Output.Split("[WARN]  agent: nothing reaches syslog at /dev/log").Length);
    }

    private static Task Until(DevAgent agent, string text) =>
        agent.UntilAsync(text, () => Task.FromResult(agent.Output.Contains(text, StringComparison.Ordinal)));
}
