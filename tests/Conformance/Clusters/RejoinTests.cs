using Nomad.Conformance.Running;

namespace Nomad.Conformance.Clusters;

/// <summary>How servers find each other when they start, and what they do when they do not.</summary>
public sealed class RejoinTests
{
    [Fact]
    public async Task Servers_that_knew_each_other_find_each_other_after_all_were_killed_without_being_told_where()
    {
        await using var cluster = new TestCluster();
        string[] names = ["s1", "s2", "s3"];
        foreach (var name in names)
            cluster.StartServer(name, 3);
        await cluster.UntilLedAsync(names);
        await UntilAllKnowAllAsync(cluster, names);
        foreach (var name in names)
        {
            cluster.Agents[name].Signal(9);
            await cluster.Agents[name].WaitForExitAsync();
            await cluster.Agents[name].DisposeAsync();
        }
        foreach (var name in names)
            cluster.StartServer(name, 3, join: "");
        await cluster.UntilLedAsync(names);
        await UntilAllKnowAllAsync(cluster, names);
    }

    [Fact]
    public async Task The_last_of_three_servers_goes_on_alone_when_peers_json_says_so()
    {
        await using var cluster = new TestCluster();
        string[] names = ["s1", "s2", "s3"];
        foreach (var name in names)
            cluster.StartServer(name, 3);
        await cluster.UntilLedAsync(names);
        await cluster.Agents["s1"].UntilAsync("a write is taken", async () =>
        {
            using var answer = await cluster.Agents["s1"].Http.PutAsync("/v1/namespace/kept", new StringContent("""{"Name":"kept"}"""));
            return answer.IsSuccessStatusCode;
        });
        // The one that stays has it.
        await cluster.Agents["s1"].UntilAsync("it is here", async () => (await TestCluster.ArrayAsync(cluster.Agents["s1"], "/v1/namespaces?stale=true")).Count == 2);
        foreach (var name in names)
        {
            cluster.Agents[name].Signal(9);
            await cluster.Agents[name].WaitForExitAsync();
            await cluster.Agents[name].DisposeAsync();
            cluster.Agents.Remove(name);
        }

        var file = Path.Combine(cluster.Folder, "s1", "server", "raft", "peers.json");
        await File.WriteAllTextAsync(file, """["127.0.0.1:4647"]""");
        var refused = cluster.StartServer("s1", 3);
        Assert.Equal(1, await refused.WaitForExitAsync());
        Assert.Contains($"{file}: it should be like", refused.Output, StringComparison.Ordinal);
        Assert.Contains("is an address only, as under Raft protocol 2", refused.Output, StringComparison.Ordinal);
        await refused.DisposeAsync();

        await File.WriteAllTextAsync(file, $$"""[{"id": "s1.global", "address": "{{cluster.BindOf("s1")}}:4647", "non_voter": false}]""");
        var alone = cluster.StartServer("s1", 3);
        await alone.UntilAsync("it leads and has what was written", async () => (await TestCluster.ArrayAsync(alone, "/v1/namespaces")).Count == 2);
        await alone.UntilAsync("it takes writes", async () =>
        {
            using var answer = await alone.Http.PutAsync("/v1/namespace/after", new StringContent("""{"Name":"after"}"""));
            return answer.IsSuccessStatusCode;
        });
        await alone.UntilAsync("the file is gone", () => Task.FromResult(!File.Exists(file)));
        Assert.Single(await TestCluster.ArrayAsync(alone, "/v1/status/peers"));
    }

    [Theory]
    [InlineData("retry_join", "retry_max = 2\n retry_interval = \"50ms\"", "retry_join: none of 127.0.0.1:1 answered in 2 attempts")]
    [InlineData("start_join", "", "start_join: none of 127.0.0.1:1 answered")]
    public async Task A_server_that_finds_nobody_ends_when_it_may_not_try_any_more(string key, string more, string says)
    {
        await using var cluster = new TestCluster();
        var agent = cluster.StartServer("s1", 3, join: "", more: $"server {{\n server_join {{\n {key} = [\"127.0.0.1:1\"]\n {more}\n }}\n }}");
        Assert.Equal(1, await agent.WaitForExitAsync());
        Assert.Contains(says, agent.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_looks_for_its_servers_anew_each_round_and_ends_when_it_may_not_try_any_more()
    {
        await using var cluster = new TestCluster();
        var place = Path.GetTempFileName();
        try
        {
            // Where the server is gets known only later.
            var found = cluster.StartClient("c1", [], $"client {{\n server_join {{\n retry_join = [\"exec=cat {place}\"]\n retry_interval = \"200ms\"\n }}\n }}");
            await found.UntilAsync("it has tried", () => Task.FromResult(found.Output.Contains("join failed, trying again: retry=0.2s", StringComparison.Ordinal)));
            var server = cluster.StartServer("s1", 1, join: "");
            await server.UntilAsync("it leads", async () => await TestCluster.LeaderAsync(server) is { Length: > 0 });
            await File.WriteAllTextAsync(place, cluster.BindOf("s1"));
            await server.UntilAsync("the client's node is ready", async () => (await TestCluster.ArrayAsync(server, "/v1/nodes")).Any(node => node.GetProperty("Status").GetString() == "ready"));

            var lost = cluster.StartClient("c2", [], "client {\n server_join {\n retry_join = [\"127.0.0.1:1\"]\n retry_max = 2\n retry_interval = \"50ms\"\n }\n }");
            Assert.Equal(1, await lost.WaitForExitAsync());
            Assert.Contains("retry_join: none of 127.0.0.1:1 answered in 2 attempts (retry_max)", lost.Output, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(place);
        }
    }

    private static async Task UntilAllKnowAllAsync(TestCluster cluster, string[] names)
    {
        foreach (var name in names)
        {
            var agent = cluster.Agents[name];
            await agent.UntilAsync("it shows all members alive", async () => await AliveAsync(agent) == names.Length);
        }
    }

    private static async Task<int> AliveAsync(DevAgent agent)
    {
        using var document = System.Text.Json.JsonDocument.Parse(await agent.Http.GetStringAsync("/v1/agent/members"));
        return document.RootElement.GetProperty("Members").EnumerateArray().Count(member => member.GetProperty("Status").GetString() == "alive");
    }
}
