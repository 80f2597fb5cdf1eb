using System.Diagnostics;
using Nomad.Conformance.Running;

namespace Nomad.Conformance.Clusters;

/// <summary>Servers are found by name, also when the name's first address is dead, and over IPv6.</summary>
public sealed class AddressTests
{
    private const string Name = "servers.test";

    [Fact]
    public async Task A_name_with_a_dead_address_before_the_living_one_is_joined()
    {
        await using var cluster = new TestCluster();
        cluster.StartServer("s1", 1, join: "");
        await cluster.UntilLedAsync("s1");
        var hosts = Path.Combine(cluster.Folder, "hosts");
        await File.WriteAllTextAsync(hosts, $"127.0.0.1 localhost\n{DevAgent.NewBind()} {Name}\n{cluster.BindOf("s1")} {Name}\n");
        Assert.SkipUnless(await RunsAsync("unshare", "-m", "mount", "--bind", hosts, "/etc/hosts"), "the right to mount a file (CAP_SYS_ADMIN) is missing");
        var bind = cluster.BindOf("s2");
        var config = Path.Combine(cluster.Folder, "s2.hcl");
        await File.WriteAllTextAsync(config, $$"""
            name = "s2"
            data_dir = "{{cluster.Folder}}/s2"
            bind_addr = "{{bind}}"
            advertise {
              http = "{{bind}}"
              rpc  = "{{bind}}"
              serf = "{{bind}}"
            }
            server {
              enabled = true
              server_join { retry_join = ["{{Name}}"] }
            }
            """);
        cluster.Agents["s2"] = DevAgent.Launch(bind, ["-config=" + config], start => Seeing(hosts, start), new SocketsHttpHandler());
        await cluster.Agents["s1"].UntilAsync("both are members", async () =>
            (await cluster.Agents["s1"].RunAsync("server", "members")).Out.Split('\n').Count(line => line.Contains(" alive ", StringComparison.Ordinal)) == 2);
    }

    [Fact]
    public async Task Servers_meet_over_IPv6_and_commands_reach_them()
    {
        Assert.SkipUnless(File.Exists("/proc/net/if_inet6") && (await File.ReadAllTextAsync("/proc/net/if_inet6")).Contains("00000000000000000000000000000001", StringComparison.Ordinal),
            "the address ::1 is missing");
        await using var cluster = new TestCluster();
        var first = await StartAsync(cluster, "first", 4646, "");
        await using var one = first;
        await using var two = await StartAsync(cluster, "second", 14646, """server_join { retry_join = ["[::1]:4648"] }""");
        await first.UntilAsync("both are members and one leads", async () => await first.RunAsync("server", "members") is { ExitCode: 0 } members
            && members.Out.Split('\n').Count(line => line.Contains("::1", StringComparison.Ordinal) && line.Contains(" alive ", StringComparison.Ordinal)) == 2
            && await TestCluster.LeaderAsync(first) is "[::1]:4647" or "[::1]:14647");
        await first.UntilAsync("both are in the group", async () => (await TestCluster.ArrayAsync(first, "/v1/status/peers")).Count == 2);
        two.Hurry();
        first.Hurry();
    }

    private static async Task<DevAgent> StartAsync(TestCluster cluster, string name, int port, string more)
    {
        var config = Path.Combine(cluster.Folder, name + ".hcl");
        await File.WriteAllTextAsync(config, $$"""
            name = "{{name}}"
            data_dir = "{{cluster.Folder}}/{{name}}"
            leave_on_interrupt = false
            ports {
              http = {{port}}
              rpc  = {{port + 1}}
              serf = {{port + 2}}
            }
            advertise {
              http = "[::1]:{{port}}"
              rpc  = "[::1]:{{port + 1}}"
              serf = "[::1]:{{port + 2}}"
            }
            server {
              enabled = true
              bootstrap_expect = {{(more.Length == 0 ? 1 : 0)}}
              {{more}}
            }
            """);
        return DevAgent.Launch("[::1]", ["-config=" + config], start =>
        {
            // As an address is typed; in an URL it has brackets.
            start.ArgumentList[start.ArgumentList.IndexOf("-bind=[::1]")] = "-bind=::1";
            return start;
        }, new SocketsHttpHandler());
    }

    // In a mount namespace of its own, in which the file of hosts is another.
    private static ProcessStartInfo Seeing(string hosts, ProcessStartInfo start)
    {
        string[] command = [start.FileName, .. start.ArgumentList];
        start.FileName = "unshare";
        start.ArgumentList.Clear();
        foreach (var word in (string[])["-m", "sh", "-c", "mount --bind \"$1\" /etc/hosts && shift && exec \"$@\"", "sh", hosts, .. command])
            start.ArgumentList.Add(word);
        return start;
    }

    private static async Task<bool> RunsAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }
}
