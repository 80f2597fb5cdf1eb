using System.Diagnostics;

namespace Nomad.Gossip.Tests;

/// <summary>With the serf agent of the distribution. Does nothing where it is not installed; <c>./test</c> installs it.</summary>
public sealed class RealSerfTests
{
    private const string Program = "/usr/bin/serf";
    private const string Key = "AAECAwQFBgcICQoLDA0ODw==";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_real_serf_agent_joins_sees_us_and_leaves(bool encrypted)
    {
        if (!File.Exists(Program))
        {
            Assert.Skip("serf is not installed: apt-get install serf");
        }

        await using var agent = SerfAgentTests.Start("us.global", encrypted ? new Security.Keyring([Convert.FromBase64String(Key)]) : null);
        var (port, rpc) = (FreePort(), $"127.0.0.1:{FreePort()}");
        using var serf = Run($"agent -node=peer.west -bind=127.0.0.1:{port} -rpc-addr={rpc} -profile=local -join={agent.LocalEndPoint} -tag role=nomad -tag region=west{(encrypted ? $" -encrypt={Key}" : "")}");
        try
        {
            await SerfAgentTests.Until(() => SerfAgentTests.Status(agent, "peer.west") == MemberStatus.Alive, "serf joined us");
            Assert.Equal("west", agent.Members.Single(member => member.Name == "peer.west").Tags["region"]);
            await SerfAgentTests.Until(() => Output($"members -rpc-addr={rpc}").Contains("us.global", StringComparison.Ordinal), "serf shows us");
            await Task.Delay(2500); // long enough for probes in both directions
            Assert.Contains("alive", Output($"members -rpc-addr={rpc} -name=us.global"), StringComparison.Ordinal);
            Assert.Equal(MemberStatus.Alive, SerfAgentTests.Status(agent, "peer.west"));
            Output($"leave -rpc-addr={rpc}");
            await SerfAgentTests.Until(() => SerfAgentTests.Status(agent, "peer.west") == MemberStatus.Left, "serf left");
        }
        finally
        {
            serf.Kill();
        }
    }

    [Fact]
    public async Task We_join_a_real_serf_agent_it_sees_us_leave_and_it_fails_when_killed()
    {
        if (!File.Exists(Program))
        {
            Assert.Skip("serf is not installed: apt-get install serf");
        }

        var (port, rpc) = (FreePort(), $"127.0.0.1:{FreePort()}");
        using var serf = Run($"agent -node=peer -bind=127.0.0.1:{port} -rpc-addr={rpc} -profile=local -tag role=nomad");
        try
        {
            await using var first = SerfAgentTests.Start("first");
            await using var second = SerfAgentTests.Start("second");
            await JoinWhenUp(first, port);
            await JoinWhenUp(second, port);
            await SerfAgentTests.Until(() => SerfAgentTests.Status(first, "second") == MemberStatus.Alive, "we see each other through serf");
            await first.LeaveAsync();
            await SerfAgentTests.Until(() => Output($"members -rpc-addr={rpc} -name=first").Contains("left", StringComparison.Ordinal), "serf shows that we left");
            serf.Kill();
            await SerfAgentTests.Until(() => SerfAgentTests.Status(second, "peer") == MemberStatus.Failed, "serf has failed");
        }
        finally
        {
            serf.Kill();
        }
    }

    private static async Task JoinWhenUp(SerfAgent agent, int port)
    {
        var end = DateTime.UtcNow.AddSeconds(15);
        while (true)
        {
            try
            {
                await agent.JoinAsync([$"127.0.0.1:{port}"]);
                return;
            }
            catch (IOException) when (DateTime.UtcNow < end)
            {
                await Task.Delay(50);
            }
        }
    }

    private static int FreePort()
    {
        using var socket = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        socket.Start();
        return ((System.Net.IPEndPoint)socket.LocalEndpoint).Port;
    }

    private static Process Run(string arguments)
    {
        var process = Process.Start(new ProcessStartInfo(Program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static string Output(string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.BeginErrorReadLine();
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return text;
    }
}
