using System.Text.Json;
using Nomad.Conformance.Running;

namespace Nomad.Conformance.Clusters;

/// <summary>Agents that are told of nobody, and find each other in a catalog.</summary>
public sealed class ConsulTests
{
    private const string Missing = "no consul agent answers";

    [Fact]
    public async Task Servers_and_clients_that_know_nobody_find_each_other_in_the_catalog()
    {
        using var consul = new CatalogServer { Token = "the-token" };
        await using var cluster = new TestCluster { More = Block(consul.Port) };
        string[] names = ["s1", "s2", "s3"];
        foreach (var name in names)
            cluster.StartServer(name, 3, join: "");
        var client = cluster.StartClient("c1");
        await cluster.UntilLedAsync(names);
        await client.UntilAsync("its node is ready", async () => await IsReadyAsync(client));
        Assert.Contains(consul.Requests, request => request.StartsWith("GET /v1/catalog/service/workload-servers?tag=rpc", StringComparison.Ordinal));
        Assert.Equal(10, consul.Services.Count);

        // It goes in good order and takes its services with it.
        cluster.Agents["c1"].Signal(15);
        await cluster.Agents["c1"].WaitForExitAsync();
        Assert.DoesNotContain(consul.Services, service => ((string?)service["ID"])!.StartsWith("_nomad-client", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_missing_consul_is_told_once_and_found_when_it_comes()
    {
        var port = Ports.Free();
        await using var cluster = new TestCluster { More = Block(port) };
        string[] names = ["s1", "s2"];
        foreach (var name in names)
            cluster.StartServer(name, 2, join: "");
        foreach (var name in names)
            await cluster.Agents[name].UntilAsync("it asked twice in vain", () => Task.FromResult(cluster.Agents[name].Output.Split(Missing).Length > 3));
        using var consul = new CatalogServer(port) { Token = "the-token" };
        await cluster.UntilLedAsync(names);
        foreach (var name in names)
            Assert.Single(cluster.Agents[name].Output.Split('\n'), line => line.Contains(Missing, StringComparison.Ordinal) && line.Contains("[WARN]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_cloud_provider_is_refused_in_one_line_and_a_command_that_prints_addresses_is_run()
    {
        await using var cluster = new TestCluster();
        string[] names = ["s1", "s2"];
        foreach (var name in names)
        {
            cluster.StartServer(name, 2, join: "", more: $$"""
                server {
                  server_join {
                    retry_join     = ["provider=aws tag_key=role tag_value=nomad", "exec=echo {{cluster.BindOf("s1")}}"]
                    retry_interval = "200ms"
                  }
                }
                """);
        }
        await cluster.UntilLedAsync(names);
        foreach (var name in names)
            Assert.Single(cluster.Agents[name].Output.Split('\n'), line => line.Contains("cannot discover servers with \"provider=aws tag_key=role tag_value=nomad\"", StringComparison.Ordinal));
    }

    private static string Block(int port) => $$"""
        consul {
          address             = "127.0.0.1:{{port}}"
          token               = "the-token"
          server_service_name = "workload-servers"
        }
        """;

    private static async Task<bool> IsReadyAsync(DevAgent agent)
    {
        using var nodes = JsonDocument.Parse(await agent.Http.GetStringAsync("/v1/nodes"));
        return nodes.RootElement.EnumerateArray().Any(node => node.GetProperty("Status").GetString() == "ready");
    }
}
