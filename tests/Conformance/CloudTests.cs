using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Nomad.Conformance.Running;

namespace Nomad.Conformance;

/// <summary>An agent asks the clouds for its machine at the addresses its environment gives.</summary>
public sealed class CloudTests
{
    [Fact]
    public async Task The_node_shows_what_the_metadata_services_say()
    {
        using var service = new LoopbackServer(request => Answer(request.Url!.AbsolutePath));
        using var patience = new SettingsFile("""
            client {
              fingerprint "env_aws"          { retry_attempts = 30 }
              fingerprint "env_azure"        { retry_attempts = 30 }
              fingerprint "env_gce"          { retry_attempts = 30 }
              fingerprint "env_digitalocean" { retry_attempts = 30 }
            }
            """);
        await using var agent = await StartAsync(service.Address, patience.Flag);
        var attributes = await AttributesAsync(agent);
        Assert.Equal("m5.large", attributes.GetValueOrDefault("platform.aws.instance-type"));
        Assert.Equal("vm-9", attributes.GetValueOrDefault("unique.platform.azure.name"));
        Assert.Equal("n1-standard-1", attributes.GetValueOrDefault("platform.gce.machine-type"));
        Assert.Equal("nyc3", attributes.GetValueOrDefault("platform.digitalocean.region"));
    }

    [Fact]
    public async Task Services_that_take_the_question_and_never_answer_delay_the_node_only_shortly_and_are_no_news()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start(); // the kernel takes connections; nobody reads them
        await using var agent = await StartAsync($"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}");
        Assert.DoesNotContain((await AttributesAsync(agent)).Keys, name => name.Contains("platform.", StringComparison.Ordinal));
        Assert.DoesNotContain(agent.Output.Split('\n'), line => !line.Contains("[DEBUG]", StringComparison.Ordinal) && !line.Contains("[TRACE]", StringComparison.Ordinal)
            && (line.Contains("env_", StringComparison.Ordinal) || line.Contains("metadata", StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task A_machine_that_must_be_in_a_cloud_waits_for_it_as_long_as_it_is_told_to()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}";
        using var once = new SettingsFile("""client { fingerprint "env_aws" { retry_interval = "10ms" retry_attempts = 1 exit_on_failure = true } }""");
        await using var agent = Launch(address, others: "", once.Flag);
        Assert.Equal(1, await agent.WaitForExitAsync());
        Assert.Contains("fingerprint env_aws: no metadata service answers, and `exit_on_failure` is set", agent.Output);
        Assert.Equal(4, await WaitingAsync(silent)); // two rounds of two questions: the token, the image

        using var always = new SettingsFile("""client { fingerprint "env_aws" { retry_interval = "10ms" retry_attempts = -1 } }""");
        await using var patient = Launch(address, others: "", always.Flag);
        for (var asked = 0; asked < 5; asked++)
            (await silent.AcceptTcpClientAsync()).Dispose();
        patient.Signal(2);
        Assert.Equal(1, await patient.WaitForExitAsync());
        Assert.Contains("Error starting agent: interrupted", patient.Output);
    }

    private static async Task<int> WaitingAsync(TcpListener listener)
    {
        var count = 0;
        for (; listener.Pending(); count++)
            (await listener.AcceptTcpClientAsync()).Dispose();
        return count;
    }

    private static async Task<DevAgent> StartAsync(string address, params string[] flags)
    {
        var agent = Launch(address, address, flags);
        try
        {
            await agent.UntilAsync("its node is ready", async () => (await agent.Http.GetStringAsync("/v1/nodes")).Contains("\"ready\"", StringComparison.Ordinal));
            return agent;
        }
        catch
        {
            await agent.DisposeAsync();
            throw;
        }
    }

    private static DevAgent Launch(string aws, string others, params string[] flags) =>
        DevAgent.Launch(DevAgent.NewBind(), ["-dev", "-node=host-a", .. flags], start =>
        {
            start.Environment["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = aws;
            start.Environment["GCE_ENV_URL"] = others.Length > 0 ? others + "/gce/" : "";
            start.Environment["AZURE_ENV_URL"] = others.Length > 0 ? others + "/azure/" : "";
            start.Environment["DO_ENV_URL"] = others.Length > 0 ? others + "/ocean/" : "";
            return start;
        }, new SocketsHttpHandler());

    private static async Task<Dictionary<string, string>> AttributesAsync(DevAgent agent)
    {
        using var nodes = JsonDocument.Parse(await agent.Http.GetStringAsync("/v1/nodes"));
        using var node = JsonDocument.Parse(await agent.Http.GetStringAsync("/v1/node/" + nodes.RootElement[0].GetProperty("ID").GetString()));
        return node.RootElement.GetProperty("Attributes").EnumerateObject().ToDictionary(field => field.Name, field => field.Value.GetString()!);
    }

    /// <summary>All four clouds on one address of this machine.</summary>
    private static string? Answer(string path) => path switch
    {
        "/latest/api/token" => "tok",
        "/latest/meta-data/ami-id" => "ami-0abc",
        "/latest/meta-data/instance-type" => "m5.large",
        "/latest/meta-data/instance-id" => "i-0abc",
        "/ocean/id" => "42",
        "/ocean/region" => "nyc3",
        _ when path.StartsWith("/gce", StringComparison.Ordinal) => """{"id":123,"hostname":"vm-1","machineType":"projects/1/machineTypes/n1-standard-1","zone":"projects/1/zones/us-central1-a"}""",
        _ when path.StartsWith("/azure", StringComparison.Ordinal) => """{"compute":{"vmId":"u-1","name":"vm-9","location":"westus","vmSize":"Standard_D2"}}""",
        _ => null,
    };
}
