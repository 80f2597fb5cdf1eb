using System.Net;
using System.Net.Sockets;
using Nomad.Conformance.Running;

namespace Nomad.Conformance;

/// <summary>Starting and stopping an agent, as the documents show it.</summary>
public sealed class AgentTests
{
    [Fact]
    public async Task A_dev_agent_prints_its_banner_and_stops_on_interrupt_as_documented()
    {
        await using var agent = await DevAgent.StartAsync();
        agent.Signal(2);
        Assert.Equal(1, await agent.WaitForExitAsync());
        var lines = agent.Output.Split('\n');
        Assert.Equal("==> No configuration files loaded", lines[0]);
        Assert.Equal("==> Starting Nomad agent...", lines[1]);
        Assert.Equal("==> Nomad agent configuration:", lines[2]);
        Assert.Equal("", lines[3]);
        var rows = lines.Skip(4).TakeWhile(line => line.Length > 0).ToArray();
        Assert.Equal(["Advertise Addrs", "Bind Addrs", "Client", "Log Level", "Node Id", "Region", "Server", "Version"],
            rows.Select(row => row.Split(':')[0].Trim()));
        Assert.All(rows, row => Assert.Equal(22, row.IndexOf(':')));
        Assert.Contains("                Region: global (DC: dc1)", rows);
        Assert.Contains("==> Nomad agent started! Log data will stream in below:", lines);
        string[] inOrder =
        [
            "[INFO]  nomad.raft: entering follower state: follower=\"Node at ",
            "[INFO]  nomad.raft: entering candidate state: node=\"Node at ",
            "[INFO]  nomad.raft: election won: term=",
            "[INFO]  nomad.raft: entering leader state: leader=\"Node at ",
            "[INFO]  nomad: cluster leadership acquired",
            "[INFO]  client: node registration complete",
            "==> Caught signal: interrupt",
            "[INFO]  agent: requesting shutdown",
            "[INFO]  client: shutting down",
            "[INFO]  nomad: shutting down server",
            "[WARN]  nomad: serf: Shutdown without a Leave",
            "[INFO]  agent: shutdown complete",
        ];
        var at = 0;
        foreach (var expected in inOrder)
        {
            var found = agent.Output.IndexOf(expected, at, StringComparison.Ordinal);
            Assert.True(found >= 0, $"\"{expected}\" is missing or out of order in:\n{agent.Output}");
            at = found;
        }
        // What the documents' log says of the machine and of the election, in the words of later releases; the order is free.
        foreach (var said in new[]
        {
            "[DEBUG] client.fingerprint_mgr: built-in fingerprints: fingerprinters=[",
            "[DEBUG] client.fingerprint_mgr.cpu: detected cpu: frequency=", "[DEBUG] client.fingerprint_mgr: detected fingerprints: node_attrs=[",
            "[DEBUG] client.driver_mgr: detected drivers: drivers=\"map[",
        })
            Assert.Contains(said, agent.Output);
    }

    [Fact]
    public async Task Leave_on_interrupt_leaves_gracefully_and_exits_with_zero()
    {
        var file = Path.Combine(Path.GetTempPath(), $"leave-{Guid.NewGuid():N}.hcl");
        await File.WriteAllTextAsync(file, "leave_on_interrupt = true\nleave_on_terminate = true\n");
        try
        {
            await using var agent = await DevAgent.StartAsync("-config=" + file);
            agent.Signal(2);
            Assert.Equal(0, await agent.WaitForExitAsync());
            Assert.Contains("==> Gracefully shutting down agent...", agent.Output);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task An_occupied_port_is_named()
    {
        await using var agent = await DevAgent.StartAsync();
        var second = await NomadProgram.RunAsync(["agent", "-dev", $"-bind={agent.Bind}"], Path.GetTempPath());
        Assert.Equal(1, second.ExitCode);
        Assert.Contains($"{agent.Bind}:464", second.Error + second.Out);
    }

    [Theory]
    [InlineData(4646, false)]
    [InlineData(4647, false)]
    [InlineData(4648, false)]
    [InlineData(4648, true)]
    public async Task Each_occupied_port_is_named_for_itself(int port, bool datagrams)
    {
        var bind = DevAgent.NewBind();
        using var taken = new Socket(AddressFamily.InterNetwork, datagrams ? SocketType.Dgram : SocketType.Stream, datagrams ? ProtocolType.Udp : ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Parse(bind), port));
        if (!datagrams)
            taken.Listen();
        var refused = await NomadProgram.RunAsync(["agent", "-dev", $"-bind={bind}"], Path.GetTempPath());
        Assert.Equal(1, refused.ExitCode);
        var line = Assert.Single((refused.Out + refused.Error).Split('\n'), line => line.StartsWith("==> Error starting agent: ", StringComparison.Ordinal));
        Assert.Contains($"{bind}:{port}", line);
        Assert.Contains("address already in use", line, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", refused.Out + refused.Error);
    }

    [Theory]
    [InlineData("==> Must specify either server, client or dev mode for the agent.")]
    [InlineData("==> Invalid log level: WHEEL. Valid log levels are: [TRACE DEBUG INFO WARN ERROR]", "-dev", "-log-level=WHEEL")]
    [InlineData("==> Must specify \"data_dir\" config option", "-server", "-bind=10.1.2.3")]
    [InlineData("==> Bootstrap requires server mode to be enabled", "-client", "-data-dir=/tmp/nomad-none", "-bootstrap-expect=3", "-bind=10.1.2.3")]
    [InlineData("==> Error starting agent: acl { enabled = true } is set, but this agent asks nobody for a token", "-dev", "-acl-enabled")]
    [InlineData("flag provided but not defined: -wheels", "-wheels=4")]
    public async Task A_wrong_start_says_why(string expected, params string[] arguments)
    {
        var outcome = await NomadProgram.RunAsync(["agent", .. arguments], Path.GetTempPath());
        Assert.Equal(1, outcome.ExitCode);
        Assert.StartsWith(expected, outcome.Error);
    }
}
