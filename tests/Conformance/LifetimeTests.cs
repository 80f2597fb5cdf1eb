using System.Diagnostics;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Nomad.Conformance.Clusters;
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
        agent.Signal(1);
        await agent.UntilAsync("it has reloaded again", () => Task.FromResult(agent.Output.Split("configuration reload finished").Length == 3));
        Assert.Equal(2, agent.Output.Split("configuration of datacenter changed").Length);
        await File.WriteAllTextAsync(config, "log_level = \"WHEEL\"\n");
        agent.Signal(1);
        await Until(agent, "failed to reload configs: Invalid log level: WHEEL");
        agent.Signal(15);
        Assert.Equal(0, await agent.WaitForExitAsync());
        Assert.Contains("[INFO]  agent: requesting leave", await File.ReadAllTextAsync(Path.Combine(folder, "logs/nomad.log")));
    }

    [Fact]
    public async Task Reload_restarts_the_workers_and_gives_raft_another_pace()
    {
        var config = Path.Combine(folder, "agent.hcl");
        await File.WriteAllTextAsync(config, "server {\n enabled_schedulers = [\"service\"]\n num_schedulers = 1\n}\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "once.nomad.hcl"), """
            job "once" {
              type = "batch"
              group "g" {
                task "t" {
                  driver = "raw_exec"
                  config { command = "/bin/true" }
                }
              }
            }
            """);
        await using var agent = await DevAgent.StartAsync("-config=" + config);
        Assert.Equal(0, (await agent.RunInAsync(folder, "job", "run", "-detach", "once.nomad.hcl")).ExitCode);
        Assert.Contains("\"Status\":\"pending\"", await agent.Http.GetStringAsync("/v1/job/once/evaluations"));
        await File.WriteAllTextAsync(config, """
            server {
              enabled_schedulers      = ["service", "batch"]
              num_schedulers          = 2
              raft_multiplier         = 3
              raft_snapshot_threshold = 20
              raft_snapshot_interval  = "5ms"
              raft_trailing_logs      = 10
            }
            """);
        agent.Signal(1);
        await Until(agent, "configuration reload finished");
        Assert.Contains("[INFO]  nomad: restarting scheduling worker(s): num_workers=2 schedulers=[service, batch, _core]", agent.Output);
        Assert.Contains("[INFO]  nomad: raft goes on at another pace: tick=75ms snapshot_threshold=20 snapshot_interval=5ms trailing_logs=10", agent.Output);
        Assert.DoesNotContain("only after a restart", agent.Output);
        await agent.UntilAsync("the batch job is complete", async () =>
            (await agent.Http.GetStringAsync("/v1/job/once/allocations")).Contains("\"ClientStatus\":\"complete\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reload_shows_renewed_certificates_also_from_other_paths_and_keeps_the_old_ones_when_they_are_bad()
    {
        using var authority = new TestAuthority();
        var config = Path.Combine(folder, "agent.hcl");
        var block = authority.Block(folder, "server.global.nomad").Replace("rpc  ", "http = true\n  rpc  ", StringComparison.Ordinal);
        await File.WriteAllTextAsync(config, block);
        var bind = DevAgent.NewBind();
        await using var agent = DevAgent.Launch(bind, ["-dev", "-config=" + config]);
        await agent.UntilAsync("it shows its certificate", async () => await SubjectAsync(bind) == "CN=server.global.nomad");

        var later = authority.Block(folder, "client.global.nomad").Replace("rpc  ", "http = true\n  rpc  ", StringComparison.Ordinal);
        await File.WriteAllTextAsync(config, later.Replace("client.global", "absent.global", StringComparison.Ordinal));
        agent.Signal(1);
        await Until(agent, "failed to reload certificates, the old ones stay: tls.ca_file");
        Assert.Equal("CN=server.global.nomad", await SubjectAsync(bind));

        await File.WriteAllTextAsync(config, later);
        agent.Signal(1);
        await agent.UntilAsync("it shows the one of the other path", async () => await SubjectAsync(bind) == "CN=client.global.nomad");
        await agent.UntilAsync("so does the port of other agents", async () => await SubjectAsync(bind, 4647) == "CN=client.global.nomad");

        // The same path, another content: what renews certificates in place does.
        var path = Directory.EnumerateFiles(folder, "client.global.nomad-*").Select(file => file[..file.IndexOf('.', file.LastIndexOf("nomad-", StringComparison.Ordinal))]).First();
        var old = Directory.EnumerateFiles(folder, "server.global.nomad-*").Select(file => file[..file.IndexOf('.', file.LastIndexOf("nomad-", StringComparison.Ordinal))]).First();
        foreach (var end in (string[])[".pem", ".key.pem"])
            File.Copy(old + end, path + end, overwrite: true);
        agent.Signal(1);
        await agent.UntilAsync("it shows the renewed one", async () => await SubjectAsync(bind) == "CN=server.global.nomad");
        await agent.UntilAsync("so does the port of other agents", async () => await SubjectAsync(bind, 4647) == "CN=server.global.nomad");
        Assert.DoesNotContain("configuration of tls.", agent.Output);
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
        var config = Path.Combine(folder, "agent.hcl");
        await File.WriteAllTextAsync(config, "enable_syslog = true\n");
        await using var agent = DevAgent.Launch(DevAgent.NewBind(), ["-dev", "-config=" + config], WithoutLogDaemon, new SocketsHttpHandler());
        await agent.UntilAsync("its node is ready", async () => (await agent.Http.GetStringAsync("/v1/nodes")).Contains("\"ready\"", StringComparison.Ordinal));
        Assert.Equal(2, agent.Output.Split("[WARN]  agent: nothing reaches syslog at /dev/log").Length);
    }

    // Where a daemon listens, the agent sees a device in its place that takes no connections.
    private static ProcessStartInfo WithoutLogDaemon(ProcessStartInfo start)
    {
        if (!File.Exists("/dev/log"))
            return start;
        var program = start.FileName;
        var arguments = start.ArgumentList.ToArray();
        start.FileName = "unshare";
        start.ArgumentList.Clear();
        foreach (var argument in (string[])["--mount", "sh", "-c", "mount --bind /dev/null /dev/log && exec \"$@\"", "sh", program, .. arguments])
            start.ArgumentList.Add(argument);
        return start;
    }

    private static async Task<string> SubjectAsync(string bind, int port = 4646)
    {
        using var socket = new TcpClient();
        try
        {
            await socket.ConnectAsync(bind, port);
            await using var secured = new SslStream(socket.GetStream(), false, (_, _, _, _) => true);
            await secured.AuthenticateAsClientAsync(bind);
            return secured.RemoteCertificate!.Subject;
        }
        catch (Exception problem) when (problem is SocketException or IOException or AuthenticationException)
        {
            return "";
        }
    }

    private static Task Until(DevAgent agent, string text) =>
        agent.UntilAsync(text, () => Task.FromResult(agent.Output.Contains(text, StringComparison.Ordinal)));
}
