using Nomad.Conformance.Running;

namespace Nomad.Conformance.Clusters;

/// <summary>Who leads and who belongs to the group, by command.</summary>
public sealed class GroupCommandTests
{
    [Fact]
    public async Task Leadership_is_handed_to_a_server_and_a_lost_one_is_taken_out()
    {
        // Else the leader might be quicker than who types. And on a busy machine it must lead until it is told not to.
        await using var cluster = new TestCluster { RaftMultiplier = 8, More = "autopilot { cleanup_dead_servers = false }" };
        foreach (var name in new[] { "s1", "s2", "s3" })
            cluster.StartServer(name, 3);
        await cluster.UntilLedAsync("s1", "s2", "s3");
        var asked = cluster.Agents["s1"];
        var before = await cluster.LeaderNameAsync(asked);
        var next = new[] { "s1", "s2", "s3" }.First(name => name != before);
        var peers = await PeersAsync(asked);
        Assert.Equal(3, peers.Count);
        var address = $"{cluster.BindOf(next)}:4647";
        var handed = await asked.RunAsync("operator", "raft", "transfer-leadership", "-peer-address=" + address);
        Assert.True(handed is { ExitCode: 0, Out: var said } && said == $"Transferred leadership to peer with address \"{address}\"\n", $"{handed}");
        await asked.UntilAsync("it leads", async () => await TestCluster.LeaderAsync(asked) == address);

        var lost = new[] { "s1", "s2", "s3" }.First(name => name != next && name != "s1");
        cluster.Agents[lost].Signal(9);
        await cluster.Agents[lost].WaitForExitAsync();
        var id = peers[$"{cluster.BindOf(lost)}:4647"];
        var removed = await asked.RunAsync("operator", "raft", "remove-peer", "-peer-id=" + id);
        Assert.True(removed is { ExitCode: 0, Out: var told } && told == $"Removed peer with id \"{id}\"\n", $"{removed}");
        var left = await PeersAsync(asked);
        Assert.Equal(2, left.Count);
        Assert.DoesNotContain(id, left.Values);
        var again = await asked.RunAsync("operator", "raft", "remove-peer", "-peer-id=" + id);
        Assert.True(again.ExitCode == 1 && again.Error.Contains(id, StringComparison.Ordinal), $"{again}");
    }

    // ID by address.
    private static async Task<IReadOnlyDictionary<string, string>> PeersAsync(DevAgent agent)
    {
        var listed = await agent.RunAsync("operator", "raft", "list-peers");
        Assert.True(listed.ExitCode == 0, $"{listed}");
        return listed.Out.TrimEnd().Split('\n').Skip(1).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToDictionary(cells => cells[2], cells => cells[1]);
    }
}
