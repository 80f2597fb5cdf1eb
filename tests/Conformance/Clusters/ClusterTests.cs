using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Nomad.Conformance.Running;

namespace Nomad.Conformance.Clusters;

/// <summary>Several real agents: three servers that agree, clients that are only clients, regions, certificates.</summary>
public sealed class ClusterTests
{
    private const string Printer = """
        job "printer" {
          group "g" {
            task "print" {
              driver = "raw_exec"
              config {
                command = "/bin/sh"
                args    = ["-c", "echo printed; exec sleep 600"]
              }
              resources {
                cpu    = 20
                memory = 20
              }
            }
          }
        }
        """;

    [Fact]
    public async Task Whatever_agent_is_asked_answers_for_the_whole_cluster()
    {
        // On a busy machine too one server leads while all are asked.
        await using var cluster = new TestCluster { RaftMultiplier = 8 };
        await cluster.StartThreeAsync();
        var job = cluster.WriteJob("printer", Printer);
        var follower = cluster.Agents[(await cluster.LeaderNameAsync(cluster.Agents["s1"])) == "s2" ? "s3" : "s2"];
        var run = await follower.RunAsync("job", "run", job);
        Assert.True(run.ExitCode == 0, run.Out + run.Error);
        foreach (var (name, agent) in cluster.Agents)
        {
            await agent.UntilAsync($"{name} shows the task's output", async () => (await agent.RunAsync("alloc", "logs", "-job", "printer")).Out == "printed\n");
            var exec = await agent.RunAsync("alloc", "exec", "-job", "printer", "/bin/echo", "hello");
            Assert.True(exec is { ExitCode: 0, Out: "hello\n" }, $"{name}: {exec}");
            var members = await agent.RunAsync("server", "members");
            Assert.Equal(4, members.Out.TrimEnd().Split('\n').Length);
            Assert.Single(members.Out.Split('\n'), line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, _, _, "alive", "true", ..]);
        }
        // Calls of agents to each other are not for the HTTP port.
        using var intruder = await follower.Http.PostAsync("/v1/internal/node/heartbeat", new StringContent("{}", Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.NotFound, intruder.StatusCode);
    }

    [Theory]
    [InlineData(9)]
    [InlineData(19)]
    public async Task A_leader_that_dies_or_hangs_is_replaced_and_no_acknowledged_job_is_lost(int signal)
    {
        await using var cluster = new TestCluster();
        await cluster.StartThreeAsync();
        var acknowledged = new List<string>();
        var (leader, others) = ("", cluster.Servers.ToList());
        for (var i = 0; i < 40 || (acknowledged.Count < 20 && i < 200); i++)
        {
            if (i == 15)
            {
                leader = await cluster.LeaderNameAsync(cluster.Agents["s1"]);
                others.Remove(cluster.Agents[leader]);
                cluster.Agents[leader].Signal(signal);
            }
            var name = $"job-{i}";
            if (await TryRegisterAsync(others[i % others.Count], name))
                acknowledged.Add(name);
        }
        await others[0].UntilAsync("another server leads", async () => await TestCluster.LeaderAsync(others[0]) is { Length: > 0 } now && now != $"{cluster.BindOf(leader)}:4647");
        await others[0].UntilAsync("writes go on", () => TryRegisterAsync(others[0], "after"));
        acknowledged.Add("after");
        if (signal == 9)
        {
            await cluster.Agents[leader].DisposeAsync();
            cluster.StartServer(leader, 3);
        }
        else
            cluster.Agents[leader].Signal(18);
        var back = cluster.Agents[leader];
        await back.UntilAsync("the server that came back has every job that was acknowledged", async () =>
        {
            var there = (await TestCluster.ArrayAsync(back, "/v1/jobs?stale=true")).Select(job => job.GetProperty("ID").GetString()!).ToHashSet();
            return acknowledged.All(there.Contains);
        });
        Assert.True(acknowledged.Count >= 20, $"only {acknowledged.Count} jobs were acknowledged");
        await others[0].UntilAsync("the client found another server", async () =>
            (await TestCluster.ArrayAsync(others[0], "/v1/nodes")).Any(node => node.GetProperty("Status").GetString() == "ready"));
    }

    [Fact]
    public async Task A_server_that_leaves_is_out_of_the_group_before_it_is_gone()
    {
        await using var cluster = new TestCluster { More = "leave_on_terminate = true" };
        foreach (var name in new[] { "s1", "s2", "s3" })
            cluster.StartServer(name, 3);
        await cluster.UntilLedAsync("s1", "s2", "s3");
        var leaving = await cluster.LeaderNameAsync(cluster.Agents["s1"]);
        var staying = cluster.Servers.First(agent => agent != cluster.Agents[leaving]);
        cluster.Agents[leaving].Signal(15);
        Assert.Equal(0, await cluster.Agents[leaving].WaitForExitAsync());
        await staying.UntilAsync("two peers are left", async () =>
            (await TestCluster.ArrayAsync(staying, "/v1/status/peers")) is { Count: 2 } peers && peers.All(peer => !peer.GetString()!.StartsWith(cluster.BindOf(leaving) + ":", StringComparison.Ordinal)));
        await staying.UntilAsync("two servers go on", () => TryRegisterAsync(staying, "after"));
        // The leader would have taken it out after gossip had said that it left.
        Assert.All(cluster.Servers.Where(agent => agent != cluster.Agents[leaving]), agent => Assert.DoesNotContain("change=Remove", agent.Output));
        Assert.DoesNotContain("failed to leave the raft group", cluster.Agents[leaving].Output);
        await staying.UntilAsync("members show that it left", async () => (await staying.RunAsync("server", "members")).Out.Contains(" left ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_work_of_a_client_that_leaves_moves_at_once_and_ends_where_it_was()
    {
        await using var cluster = new TestCluster { More = "leave_on_terminate = true" };
        var server = cluster.StartServer("s1", 1);
        var leaving = cluster.StartClient("c1", "s1");
        await server.UntilAsync("its node is ready", async () => (await NodesAsync(server, "ready")).Count == 1);
        var run = await server.RunAsync("job", "run", cluster.WriteJob("printer", Printer));
        Assert.True(run.ExitCode == 0, run.Out + run.Error);
        await server.UntilAsync("the task runs", async () => (await PlacesAsync(server, "running")).Count == 1);
        var first = (await PlacesAsync(server, "running")).Single();
        cluster.StartClient("c2", "s1");
        await server.UntilAsync("the other node is ready", async () => (await NodesAsync(server, "ready")).Count == 2);
        leaving.Signal(15);
        Assert.Equal(0, await leaving.WaitForExitAsync());
        Assert.Equal(first, Assert.Single(await NodesAsync(server, "down")));
        await server.UntilAsync("the task runs elsewhere", async () => (await PlacesAsync(server, "running")) is [var place] && place != first);
        Assert.DoesNotContain(Directory.EnumerateDirectories("/proc").Where(path => int.TryParse(Path.GetFileName(path), out _)),
            process => new FileInfo(Path.Combine(process, "cwd")).LinkTarget?.StartsWith(Path.Combine(cluster.Folder, "c1/alloc"), StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task Regions_know_each_other_and_take_jobs_for_each_other()
    {
        await using var cluster = new TestCluster();
        var east = cluster.StartServer("s1", 1, "east");
        var west = cluster.StartServer("s2", 1, "west");
        await cluster.Agents["s1"].UntilAsync("both know both regions", async () =>
            (await TestCluster.ArrayAsync(east, "/v1/regions")).Count == 2 && (await TestCluster.ArrayAsync(west, "/v1/regions")).Count == 2);
        await east.UntilAsync("the other region has a leader", async () => (await east.RunAsync("status", "-region=west")).ExitCode == 0);
        var job = cluster.WriteJob("printer", Printer.Replace("job \"printer\" {", "job \"printer\" {\n  region = \"west\"", StringComparison.Ordinal));
        var run = await east.RunAsync("job", "run", "-detach", job);
        Assert.True(run.ExitCode == 0, run.Out + run.Error);
        Assert.Single(await TestCluster.ArrayAsync(west, "/v1/jobs"));
        Assert.Empty(await TestCluster.ArrayAsync(east, "/v1/jobs"));
        Assert.Single(await TestCluster.ArrayAsync(east, "/v1/jobs?region=west"));
        using var nowhere = await east.Http.GetAsync("/v1/jobs?region=south");
        Assert.Equal("No path to region", await nowhere.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task With_certificates_only_those_of_the_clusters_authority_get_in()
    {
        using var authority = new TestAuthority();
        await using var cluster = new TestCluster();
        cluster.StartServer("s1", 1, more: authority.Block(cluster.Folder, "server.global.nomad"));
        var client = cluster.StartClient("c1", ["s1"], authority.Block(cluster.Folder, "client.global.nomad"));
        await client.UntilAsync("the client's node is ready", async () =>
            (await TestCluster.ArrayAsync(client, "/v1/nodes")).Any(node => node.GetProperty("Status").GetString() == "ready"));
        using var strangers = new TestAuthority();
        var plain = cluster.StartClient("c2", "s1");
        var stranger = cluster.StartClient("c3", ["s1"], strangers.Block(cluster.Folder, "client.global.nomad"));
        // Each has been refused when it says so; the one that is let in is still alone.
        foreach (var agent in new[] { plain, stranger })
            await agent.UntilAsync("it says that it gets no answer", () => Task.FromResult(agent.Output.Contains("error heartbeating", StringComparison.Ordinal)));
        Assert.Single(await TestCluster.ArrayAsync(client, "/v1/nodes"));
        // A server that stood still while somebody introduced himself has given him up.
        await client.UntilAsync("a connection with a server's certificate is kept", () => IsKeptAsync(authority, cluster.BindOf("s1"), "server.global.nomad", TimeSpan.FromSeconds(1)));
        Assert.False(await IsKeptAsync(authority, cluster.BindOf("s1"), "client.global.nomad", Eventually.Patience));
    }

    // Whether a connection that begins Raft with this certificate is kept open for so long.
    private static async Task<bool> IsKeptAsync(TestAuthority authority, string bind, string subject, TimeSpan patience)
    {
        using var certificate = authority.Certificate(subject);
        using var socket = new TcpClient();
        await socket.ConnectAsync(bind, 4647);
        await using var secured = new SslStream(socket.GetStream(), false, (_, _, _, _) => true);
        try
        {
            await secured.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "server.global.nomad", ClientCertificates = [certificate] });
            await secured.WriteAsync(new byte[] { 1 });
            var hungUp = secured.ReadAsync(new byte[1]).AsTask();
            return await Task.WhenAny(hungUp, Task.Delay(patience)) != hungUp;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static async Task<IReadOnlyList<string>> NodesAsync(DevAgent agent, string status) =>
        [.. (await TestCluster.ArrayAsync(agent, "/v1/nodes")).Where(node => node.GetProperty("Status").GetString() == status).Select(node => node.GetProperty("ID").GetString()!)];

    private static async Task<IReadOnlyList<string>> PlacesAsync(DevAgent agent, string status) =>
    [
        .. (await TestCluster.ArrayAsync(agent, "/v1/job/printer/allocations")).Where(alloc => alloc.GetProperty("ClientStatus").GetString() == status)
            .Select(alloc => alloc.GetProperty("NodeID").GetString()!),
    ];

    private static async Task<bool> TryRegisterAsync(DevAgent agent, string name)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(8));
        try
        {
            var body = $$$"""{"Job":{"ID":"{{{name}}}","Name":"{{{name}}}","Type":"batch","Datacenters":["nowhere"],"TaskGroups":[{"Name":"g","Tasks":[{"Name":"t","Driver":"raw_exec","Config":{"command":"/bin/true"}}]}]}}""";
            using var answer = await agent.Http.PutAsync("/v1/jobs", new StringContent(body, Encoding.UTF8, "application/json"), limit.Token);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception problem) when (problem is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }
}
