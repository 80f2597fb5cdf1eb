using System.Text.Json;
using Nomad.Conformance.Running;

namespace Nomad.Conformance.Clusters;

/// <summary>Jobs that run in several regions: two regions of one server and one client each, in one gossip pool.</summary>
public sealed class RegionTests
{
    [Fact]
    public async Task A_job_is_rolled_out_region_by_region_and_all_of_them_end_together()
    {
        await using var cluster = await TwoAsync();
        var west = cluster.Agents["s1"];
        var file = cluster.WriteJob("web", Job("sleep 600"));
        var run = await west.RunInAsync(cluster.Folder, "job", "run", "-detach", file);
        Assert.True(run.ExitCode == 0, run.Out + run.Error);
        foreach (var region in new[] { "west", "east" })
            await west.UntilAsync($"the deployment of {region} is successful", async () => await StatusAsync(west, region) == "successful");
        Assert.Equal((1, "west", "w"), await SeenAsync(west, "west"));
        Assert.Equal((2, "east", "e"), await SeenAsync(west, "east"));
        var deployment = (await TestCluster.ArrayAsync(west, "/v1/job/web/deployments?region=east"))[0];
        Assert.True(deployment.GetProperty("IsMultiregion").GetBoolean());
        var page = await west.RunInAsync(cluster.Folder, "job", "status", "web");
        Assert.Contains("Multiregion Deployment", page.Out, StringComparison.Ordinal);
        var plan = await west.RunInAsync(cluster.Folder, "job", "plan", file);
        Assert.True(plan.ExitCode == 0, plan.Out + plan.Error);
        Assert.Contains("Region: \"east\"", plan.Out, StringComparison.Ordinal);
        var stop = await west.RunInAsync(cluster.Folder, "job", "stop", "-detach", "-global", "web");
        Assert.True(stop.ExitCode == 0, stop.Out + stop.Error);
        foreach (var region in new[] { "west", "east" })
            await west.UntilAsync($"nothing runs in {region}", async () => (await RunningAsync(west, region)).Count == 0);
    }

    [Fact]
    public async Task When_the_first_region_fails_the_next_never_begins()
    {
        await using var cluster = await TwoAsync();
        var west = cluster.Agents["s1"];
        var good = cluster.WriteJob("good", Job("sleep 600"));
        Assert.Equal(0, (await west.RunInAsync(cluster.Folder, "job", "run", "-detach", good)).ExitCode);
        foreach (var region in new[] { "west", "east" })
            await west.UntilAsync($"version 0 is successful in {region}", async () => await StatusAsync(west, region) == "successful");
        var before = (await RunningAsync(west, "east")).Select(alloc => alloc.GetProperty("ID").GetString()).Order().ToList();
        var bad = cluster.WriteJob("bad", Job("exit 1"));
        Assert.Equal(0, (await west.RunInAsync(cluster.Folder, "job", "run", "-detach", bad)).ExitCode);
        foreach (var region in new[] { "west", "east" })
            await west.UntilAsync($"version 1 has failed in {region}", async () => await StatusAsync(west, region, version: 1) == "failed");
        var east = (await TestCluster.ArrayAsync(west, "/v1/job/web/deployments?region=east")).Single(own => own.GetProperty("JobVersion").GetInt32() == 1);
        Assert.Equal("Failed because of an error in peer region", east.GetProperty("StatusDescription").GetString()![.."Failed because of an error in peer region".Length]);
        Assert.Equal(before, (await RunningAsync(west, "east")).Select(alloc => alloc.GetProperty("ID").GetString()).Order());
    }

    [Fact]
    public async Task Regions_with_certificates_of_one_authority_reach_each_other()
    {
        using var authority = new TestAuthority();
        await using var cluster = new TestCluster();
        var west = cluster.StartServer("s1", 1, region: "west", join: "", more: authority.Block(cluster.Folder, "server.west.nomad"));
        cluster.StartServer("s2", 1, region: "east", more: authority.Block(cluster.Folder, "server.east.nomad"));
        await cluster.UntilLedAsync("s1");
        await cluster.UntilLedAsync("s2");
        await west.UntilAsync("both regions are known", async () => JsonSerializer.Deserialize<string[]>(await west.Http.GetStringAsync("/v1/regions"))!.Length == 2);
        var leader = await west.Http.GetStringAsync("/v1/status/leader?region=east");
        Assert.Equal($"\"{cluster.BindOf("s2")}:4647\"", leader.Trim());
    }

    [Theory]
    [InlineData("west")]
    [InlineData("east")]
    public async Task What_servers_tell_each_other_nobody_else_can_say(string region)
    {
        await using var cluster = await TwoAsync();
        foreach (var word in new[] { "18446744073709551615", "review", "unchanged" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, $"/v1/jobs?region={region}")
            {
                Content = new StringContent($$"""{"Job":{"ID":"{{word}}","Type":"batch","TaskGroups":[{"Name":"g","Count":0,"Tasks":[{"Name":"t","Driver":"raw_exec","Config":{"command":"true"} }]}]} }"""),
                Headers = { { "X-Nomad-Rollout", word } },
            };
            using var answer = await cluster.Agents["s1"].Http.SendAsync(request);
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
            using var job = JsonDocument.Parse(await cluster.Agents["s1"].Http.GetStringAsync($"/v1/job/{word}?region={region}"));
            Assert.Equal(0, job.RootElement.GetProperty("Version").GetInt32());
        }
    }

    private static async Task<TestCluster> TwoAsync()
    {
        var cluster = new TestCluster();
        var west = cluster.StartServer("s1", 1, region: "west", join: "");
        var east = cluster.StartServer("s2", 1, region: "east");
        await cluster.UntilLedAsync("s1");
        await cluster.UntilLedAsync("s2");
        var clients = new[] { cluster.StartClient("c1", ["s1"], "region = \"west\""), cluster.StartClient("c2", ["s2"], "region = \"east\"") };
        foreach (var (client, server) in clients.Zip(new[] { west, east }))
            await server.UntilAsync("its node is ready", async () => (await TestCluster.ArrayAsync(server, "/v1/nodes")).Any(node => node.GetProperty("Status").GetString() == "ready"));
        foreach (var server in new[] { west, east })
            await server.UntilAsync("both regions are known", async () => JsonSerializer.Deserialize<string[]>(await server.Http.GetStringAsync("/v1/regions"))!.Length == 2);
        return cluster;
    }

    private static string Job(string command) => $$"""
        job "web" {
          multiregion {
            strategy {
              max_parallel = 1
            }
            region "west" {
              count = 1
              meta { where = "w" }
            }
            region "east" {
              count = 2
              meta { where = "e" }
            }
          }
          update {
            min_healthy_time  = "100ms"
            healthy_deadline  = "100s"
            progress_deadline = "200s"
            health_check      = "task_states"
          }
          group "g" {
            count = 0
            restart { attempts = 0 }
            reschedule {
              attempts  = 0
              unlimited = false
            }
            task "t" {
              driver = "raw_exec"
              config {
                command = "/bin/sh"
                args    = ["-c", "{{command}}"]
              }
              resources {
                cpu    = 20
                memory = 16
              }
            }
          }
        }
        """;

    private static async Task<string> StatusAsync(DevAgent asked, string region, int version = 0) =>
        (await TestCluster.ArrayAsync(asked, $"/v1/job/web/deployments?region={region}")).Where(own => own.GetProperty("JobVersion").GetInt32() == version)
        .Select(own => own.GetProperty("Status").GetString()!).FirstOrDefault("");

    private static async Task<IReadOnlyList<JsonElement>> RunningAsync(DevAgent asked, string region) =>
        [.. (await TestCluster.ArrayAsync(asked, $"/v1/job/web/allocations?region={region}")).Where(alloc => alloc.GetProperty("ClientStatus").GetString() == "running")];

    private static async Task<(int Count, string Region, string Where)> SeenAsync(DevAgent asked, string region)
    {
        using var job = JsonDocument.Parse(await asked.Http.GetStringAsync($"/v1/job/web?region={region}"));
        return (job.RootElement.GetProperty("TaskGroups")[0].GetProperty("Count").GetInt32(), job.RootElement.GetProperty("Region").GetString()!,
            job.RootElement.GetProperty("Meta").GetProperty("where").GetString()!);
    }
}
