using Nomad.Conformance.Hardship;
using Nomad.Conformance.Running;

namespace Nomad.Conformance.Clusters;

/// <summary>
/// Real servers and clients on hosts of their own while links are cut, processes killed, halted and restarted, and a disk is full: whatever
/// was acknowledged is there in the end on every server, and every allocation runs once.
/// </summary>
public sealed class FaultTests
{
    private const int Kill = 9;
    private const int Stop = 19;
    private const int Continue = 18;
    private const int Terminate = 15;

    private static readonly string[] Names = ["s1", "s2", "s3"];

    /// <summary>By then a node that gives no signs of life is down: 14.5 s at the latest for so few.</summary>
    private static readonly TimeSpan SignsOfLife = TimeSpan.FromSeconds(16);

    [Fact]
    public async Task Nothing_acknowledged_is_lost_and_nothing_runs_twice_whatever_happens_to_servers_and_links()
    {
        await using var network = await TestNetwork.CreateAsync("s1", "s2", "s3", "c1", "c2");
        await using var cluster = new TestCluster { Network = network };
        await StartAsync(cluster);
        cluster.StartClient("c1", Names);
        cluster.StartClient("c2", Names);
        await using var tasks = await SteadyTasks.StartAsync(cluster);
        await using var writer = SteadyWriter.Start(cluster, Names);
        await writer.UntilMoreAsync("before anything happens");

        var leader = await LeaderAsync(cluster);
        await network.ConnectAsync(leader, false);
        await UntilAnotherLeadsAsync(cluster, leader);
        await writer.UntilMoreAsync("while the old leader is cut off");
        await network.ConnectAsync(leader, true);
        await cluster.UntilLedAsync(Names);

        leader = await LeaderAsync(cluster);
        cluster.Agents[leader].Signal(Stop);
        await UntilAnotherLeadsAsync(cluster, leader);
        await writer.UntilMoreAsync("while the old leader is halted");
        cluster.Agents[leader].Signal(Continue);
        await cluster.UntilLedAsync(Names);

        leader = await LeaderAsync(cluster);
        await cluster.EndAsync(leader, Kill);
        await UntilAnotherLeadsAsync(cluster, leader);
        cluster.StartServer(leader, Names.Length);
        await cluster.UntilLedAsync(Names);

        foreach (var name in Names)
        {
            await cluster.EndAsync(name, Terminate);
            cluster.StartServer(name, Names.Length);
            await cluster.UntilLedAsync(Names);
            await writer.UntilMoreAsync($"after {name} was restarted");
        }

        foreach (var name in Names)
            cluster.Agents[name].Signal(Kill);
        foreach (var name in Names)
        {
            await cluster.EndAsync(name, Kill);
            cluster.StartServer(name, Names.Length);
        }
        await cluster.UntilLedAsync(Names);
        await writer.UntilMoreAsync("after all were restarted");
        await writer.CheckAsync();
        await tasks.CheckAsync();
    }

    [Fact]
    public async Task Links_that_fail_in_one_direction_or_between_some_hosts_only_stop_nobody()
    {
        await using var network = await TestNetwork.CreateAsync("s1", "s2", "s3", "c1", "c2");
        await using var cluster = new TestCluster { Network = network };
        await StartAsync(cluster);
        cluster.StartClient("c1", Names);
        cluster.StartClient("c2", Names);
        await using var tasks = await SteadyTasks.StartAsync(cluster);
        await using var writer = SteadyWriter.Start(cluster, Names);
        await writer.UntilMoreAsync("before anything happens");

        // A follower that is not heard, and later one that hears nothing.
        var leader = await LeaderAsync(cluster);
        var follower = Names.First(name => name != leader);
        await network.ShutAsync(follower, leader);
        await writer.UntilMoreAsync("while the leader does not hear a follower");
        await network.OpenAsync(follower, leader);
        await cluster.UntilLedAsync(Names);
        leader = await LeaderAsync(cluster);
        follower = Names.Last(name => name != leader);
        await network.ShutAsync(leader, follower);
        await writer.UntilMoreAsync("while a follower does not hear the leader");
        await network.OpenAsync(leader, follower);
        await cluster.UntilLedAsync(Names);

        // The leader and one of the others are cut off from each other; the third sees both.
        leader = await LeaderAsync(cluster);
        follower = Names.First(name => name != leader);
        await network.ShutAsync(leader, follower);
        await network.ShutAsync(follower, leader);
        await writer.UntilMoreAsync("while two of three see each other through the third only");
        await network.OpenAsync(leader, follower);
        await network.OpenAsync(follower, leader);
        await cluster.UntilLedAsync(Names);

        // A client that the leader cannot reach, nor it the leader, lives by way of the others.
        leader = await LeaderAsync(cluster);
        await network.ShutAsync(leader, "c1");
        await network.ShutAsync("c1", leader);
        await Task.Delay(SignsOfLife);
        Assert.All(await TestCluster.ArrayAsync(cluster.Agents[leader], "/v1/nodes"), node => Assert.Equal("ready", node.GetProperty("Status").GetString()));
        await network.OpenAsync(leader, "c1");
        await network.OpenAsync("c1", leader);

        await cluster.UntilLedAsync(Names);
        await writer.CheckAsync();
        await tasks.CheckAsync();
    }

    [Fact]
    public async Task A_leader_whose_disk_is_full_makes_way_and_says_so()
    {
        await using var network = await TestNetwork.CreateAsync("s1", "s2", "s3");
        await using var cluster = new TestCluster { Network = network };
        // Unmounted with the cluster.
        var disks = new Dictionary<string, SmallDisk>(StringComparer.Ordinal);
        foreach (var name in Names)
            disks[name] = await SmallDisk.MountAsync(cluster.Folder, megabytes: 64, name);
        await StartAsync(cluster);
        await using var writer = SteadyWriter.Start(cluster, Names);
        await writer.UntilMoreAsync("before the disk is full");
        var leader = await LeaderAsync(cluster);
        disks[leader].Fill();
        await UntilAnotherLeadsAsync(cluster, leader);
        await writer.UntilMoreAsync("while the old leader's disk is full");
        await cluster.Agents[leader].UntilAsync("it says so", () => Task.FromResult(cluster.Agents[leader].Output.Contains("raft stopped", StringComparison.Ordinal)));
        await ServesThroughOthersAsync(cluster.Agents[leader]);
        await cluster.EndAsync(leader, Terminate);
        File.Delete(Path.Combine(cluster.Folder, leader, "fill"));
        cluster.StartServer(leader, Names.Length);
        await cluster.UntilLedAsync(Names);
        await writer.CheckAsync();
    }

    // It holds an old state and must not show that as if it led: what is asked of it, another server answers.
    private static async Task ServesThroughOthersAsync(DevAgent stopped)
    {
        await stopped.UntilAsync("a write through it is taken", async () =>
        {
            using var answer = await stopped.Http.PutAsync("/v1/namespace/through", new StringContent("""{"Name":"through"}"""));
            return answer.IsSuccessStatusCode;
        });
        await stopped.UntilAsync("and read through it", async () => (await stopped.Http.GetAsync("/v1/namespace/through")).IsSuccessStatusCode);
        Assert.DoesNotContain(await TestCluster.ArrayAsync(stopped, "/v1/namespaces?stale"), space => space.GetProperty("Name").GetString() == "through");
    }

    private static async Task StartAsync(TestCluster cluster)
    {
        foreach (var name in Names)
            cluster.StartServer(name, Names.Length);
        await cluster.UntilLedAsync(Names);
    }

    private static Task<string> LeaderAsync(TestCluster cluster) => cluster.LeaderNameAsync(cluster.Agents["s1"]);

    private static async Task UntilAnotherLeadsAsync(TestCluster cluster, string old)
    {
        foreach (var agent in Names.Where(name => name != old).Select(name => cluster.Agents[name]))
            await agent.UntilAsync("another server leads", async () => await TestCluster.LeaderAsync(agent) is { Length: > 0 } now && now != $"{cluster.BindOf(old)}:4647");
    }
}
