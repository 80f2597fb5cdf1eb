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
        var (port, rpc) = (Ports.Free(), $"127.0.0.1:{Ports.Free()}");
        using var serf = Run($"agent -node=peer.west -bind=127.0.0.1:{port} -rpc-addr={rpc} -profile=local -join={agent.LocalEndPoint} -tag role=nomad -tag region=west{(encrypted ? $" -encrypt={Key}" : "")}");
        try
        {
            await SerfAgentTests.Until(() => SerfAgentTests.Status(agent, "peer.west") == MemberStatus.Alive, "serf joined us");
            Assert.Equal("west", agent.Members.Single(member => member.Name == "peer.west").Tags["region"]);
            await SerfAgentTests.Until(() => Output($"members -rpc-addr={rpc}").Contains("us.global", StringComparison.Ordinal), "serf shows us");
            await Task.Delay(2500); // long enough for probes in both directions
            await SerfAgentTests.Until(() => Output($"rtt -rpc-addr={rpc} us.global").Contains("Estimated us.global <-> peer.west rtt: ", StringComparison.Ordinal), "serf knows how far we are");
            await SerfAgentTests.Until(() => agent.RoundTrip("us.global", "peer.west") is not null, "we know how far serf is");
            var heard = new System.Collections.Concurrent.ConcurrentQueue<string>();
            agent.EventArrived += item => heard.Enqueue($"{item.Name} {System.Text.Encoding.UTF8.GetString(item.Payload.Span)}");
            Output($"event -rpc-addr={rpc} deploy v1");
            await SerfAgentTests.Until(() => heard.Contains("deploy v1"), "we hear of serf's event");
            await SerfAgentTests.Until(() => Output($"members -rpc-addr={rpc} -name=us.global").Contains("alive", StringComparison.Ordinal), "serf sees us alive");
            await SerfAgentTests.Until(() => SerfAgentTests.Status(agent, "peer.west") == MemberStatus.Alive, "and we it");
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

        var (port, rpc) = (Ports.Free(), $"127.0.0.1:{Ports.Free()}");
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

    [Fact]
    public async Task A_real_serf_agent_that_is_killed_in_an_encrypted_pool_fails_there_and_can_come_back()
    {
        if (!File.Exists(Program))
        {
            Assert.Skip("serf is not installed: apt-get install serf");
        }

        var (port, rpc) = (Ports.Free(), $"127.0.0.1:{Ports.Free()}");
        await using var first = SerfAgentTests.Start("first", new Security.Keyring([Convert.FromBase64String(Key)]));
        await using var second = SerfAgentTests.Start("second", new Security.Keyring([Convert.FromBase64String(Key)]));
        await second.JoinAsync([first.LocalEndPoint.ToString()]);
        var start = $"agent -node=peer -bind=127.0.0.1:{port} -rpc-addr={rpc} -profile=local -join={first.LocalEndPoint} -tag role=nomad -encrypt={Key}";
        using (var serf = Run(start))
        {
            try
            {
                foreach (var agent in new[] { first, second })
                    await SerfAgentTests.Until(() => SerfAgentTests.Status(agent, "peer") == MemberStatus.Alive, "serf joined the pool");
            }
            finally
            {
                serf.Kill(); // -9: it says nothing
            }

            foreach (var agent in new[] { first, second })
                await SerfAgentTests.Until(() => SerfAgentTests.Status(agent, "peer") == MemberStatus.Failed, "serf has failed");
        }

        await SerfAgentTests.Until(() => SerfAgentTests.Status(first, "second") == MemberStatus.Alive, "who stayed is alive");
        using var again = Run(start);
        try
        {
            foreach (var agent in new[] { first, second })
                await SerfAgentTests.Until(() => SerfAgentTests.Status(agent, "peer") == MemberStatus.Alive, "serf is back");
            await SerfAgentTests.Until(() => Output($"members -rpc-addr={rpc} -status=alive").Split('\n', StringSplitOptions.RemoveEmptyEntries).Length == 3, "serf sees all of us");
        }
        finally
        {
            again.Kill();
        }
    }

    [Fact]
    public async Task Keys_are_rotated_with_a_real_serf_agent_from_either_side()
    {
        if (!File.Exists(Program))
        {
            Assert.Skip("serf is not installed: apt-get install serf");
        }

        var (old, second, third) = (Convert.FromBase64String(Key), Enumerable.Repeat((byte)7, 16).ToArray(), Enumerable.Repeat((byte)9, 32).ToArray());
        var (port, rpc) = (Ports.Free(), $"127.0.0.1:{Ports.Free()}");
        await using var agent = SerfAgentTests.Start("us", new Security.Keyring([old]));
        using var serf = Run($"agent -node=peer -bind=127.0.0.1:{port} -rpc-addr={rpc} -profile=local -join={agent.LocalEndPoint} -tag role=nomad -encrypt={Key}");
        try
        {
            await SerfAgentTests.Until(() => SerfAgentTests.Status(agent, "peer") == MemberStatus.Alive, "serf joined us");
            foreach (var (operation, key) in new[] { (KeyOperation.Install, second), (KeyOperation.Use, second), (KeyOperation.Remove, old) })
                await UntilChanged(agent, operation, key);
            var keys = await SerfAgentTests.OfBothAsync(agent, KeyOperation.List);
            Assert.Equal(Convert.ToBase64String(second), Assert.Single(keys.Keys).Key);

            var encoded = Convert.ToBase64String(third);
            foreach (var change in new[] { $"-install={encoded}", $"-use={encoded}", $"-remove={Convert.ToBase64String(second)}" })
                await SerfAgentTests.Until(() => Output($"keys {change} -rpc-addr={rpc}").Contains("Success", StringComparison.OrdinalIgnoreCase), $"every member did: keys {change}");
            await SerfAgentTests.Until(() => Output($"keys -list -rpc-addr={rpc}").Split('\n').Any(line => line.Contains(encoded, StringComparison.Ordinal) && line.Contains("[2/2]", StringComparison.Ordinal)), "serf lists the key of both");

            // What is said after the rotation is understood by both: a leave is heard.
            await SerfAgentTests.Until(() => Output($"members -rpc-addr={rpc} -name=us").Contains("alive", StringComparison.Ordinal), "serf sees us alive");
            Output($"leave -rpc-addr={rpc}");
            await SerfAgentTests.Until(() => SerfAgentTests.Status(agent, "peer") == MemberStatus.Left, "serf left");
        }
        finally
        {
            serf.Kill();
        }
    }

    // An answer of a busy machine may come too late; every change may be asked for again.
    private static async Task UntilChanged(SerfAgent agent, KeyOperation operation, byte[] key)
    {
        var end = DateTime.UtcNow + Eventually.Patience;
        while (await agent.ChangeKeysAsync(operation, key) is { Problem: { } problem })
            Assert.True(DateTime.UtcNow < end, $"{operation}: {problem}");
        while ((await agent.ChangeKeysAsync(KeyOperation.List)).Keys.Values.Any(count => count != 2))
            Assert.True(DateTime.UtcNow < end, $"{operation}: not every member answers");
    }

    private static async Task JoinWhenUp(SerfAgent agent, int port)
    {
        var end = DateTime.UtcNow + Eventually.Patience;
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
