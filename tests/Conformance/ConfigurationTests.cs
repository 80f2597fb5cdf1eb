using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Nomad.Conformance.Running;

namespace Nomad.Conformance;

/// <summary>What keys of the configuration do in an agent at work: not that they are read, but that something is different for them.</summary>
public sealed class ConfigurationTests(ConfigurationTests.Configured configured) : IClassFixture<ConfigurationTests.Configured>
{
    private DevAgent Agent => configured.Agent;

    [Fact]
    public async Task Names_places_and_reservations_are_those_of_the_node()
    {
        using var node = JsonDocument.Parse(await Agent.Http.GetStringAsync("/v1/node/" + await NodeIdAsync()));
        var root = node.RootElement;
        string Text(string name) => root.GetProperty(name).ToString();
        Assert.Equal(("east", "dc9", "big", "gpu"), (Text("Name"), Text("Datacenter"), Text("NodeClass"), Text("NodePool")));
        Assert.Equal("blue", root.GetProperty("Meta").GetProperty("colour").ToString());
        Assert.Equal("/srv", root.GetProperty("HostVolumes").GetProperty("data").GetProperty("Path").ToString());
        var (has, kept) = (root.GetProperty("NodeResources"), root.GetProperty("ReservedResources"));
        Assert.Equal((9000, 4000, 5000), (has.GetProperty("Cpu").GetProperty("CpuShares").GetInt64(), has.GetProperty("Memory").GetProperty("MemoryMB").GetInt64(),
            has.GetProperty("Disk").GetProperty("DiskMB").GetInt64()));
        Assert.Equal((21000, 21100), (has.GetProperty("MinDynamicPort").GetInt32(), has.GetProperty("MaxDynamicPort").GetInt32()));
        Assert.Equal((100, 200, 300, "22,8500-8502"), (kept.GetProperty("Cpu").GetProperty("CpuShares").GetInt64(), kept.GetProperty("Memory").GetProperty("MemoryMB").GetInt64(),
            kept.GetProperty("Disk").GetProperty("DiskMB").GetInt64(), kept.GetProperty("Networks").GetProperty("ReservedHostPorts").ToString()));
        // An operator of this driver's list wants no other.
        Assert.Equal(["raw_exec"], root.GetProperty("Drivers").EnumerateObject().Where(driver => driver.Value.GetProperty("Detected").GetBoolean()).Select(driver => driver.Name));
        Assert.False(root.GetProperty("Attributes").TryGetProperty("unique.hostname", out _), "the host's fingerprint is on the denylist");
    }

    [Fact]
    public async Task A_node_is_ineligible_at_first_when_that_is_wanted_and_stays_as_operators_make_it()
    {
        var id = await NodeIdAsync();
        Assert.Equal("ineligible", (await Agent.RunAsync("node", "status", "-t", "{{.SchedulingEligibility}}", id)).Out.Trim());
        Assert.Equal(0, (await Agent.RunAsync("node", "eligibility", "-enable", id)).ExitCode);
        Assert.Equal("eligible", (await Agent.RunAsync("node", "status", "-t", "{{.SchedulingEligibility}}", id)).Out.Trim());
        Assert.Equal(0, (await Agent.RunAsync("node", "eligibility", "-disable", id)).ExitCode);
    }

    [Fact]
    public async Task The_scheduler_begins_with_what_was_configured()
    {
        using var answer = JsonDocument.Parse(await Agent.Http.GetStringAsync("/v1/operator/scheduler/configuration"));
        var scheduler = answer.RootElement.GetProperty("SchedulerConfig");
        Assert.Equal(("spread", true, true, true), (scheduler.GetProperty("SchedulerAlgorithm").GetString(), scheduler.GetProperty("MemoryOversubscriptionEnabled").GetBoolean(),
            scheduler.GetProperty("PreemptionConfig").GetProperty("ServiceSchedulerEnabled").GetBoolean(), scheduler.GetProperty("PreemptionConfig").GetProperty("SystemSchedulerEnabled").GetBoolean()));
    }

    [Fact]
    public async Task Jobs_keep_to_the_limits_of_the_servers()
    {
        async Task<string> RegisterAsync(string more, int count = 1)
        {
            using var answer = await Agent.Http.PutAsync("/v1/jobs", new StringContent($$$"""
                {"Job": {"ID": "limits", {{{more}}} "Type": "service", "Datacenters": ["dc9"], "NodePool": "gpu", "TaskGroups": [{"Name": "g", "Count": {{{count}}}, "Tasks": [{"Name": "t", "Driver": "raw_exec", "Config": {"command": "/bin/true"}}]}]}}
                """));
            return $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}";
        }
        Assert.Matches("total count was greater than configured job_max_count: 201 > 200", await RegisterAsync("", count: 201));
        Assert.Contains("[1, 150]", await RegisterAsync("\"Priority\": 151,"));
        Assert.StartsWith("200 ", await RegisterAsync(""));
        using var job = JsonDocument.Parse(await Agent.Http.GetStringAsync("/v1/job/limits"));
        Assert.Equal(60, job.RootElement.GetProperty("Priority").GetInt32());
    }

    [Fact]
    public async Task Answers_have_the_headers_that_are_wanted_and_searches_end_where_they_should()
    {
        using var answer = await Agent.Http.GetAsync("/v1/status/leader");
        Assert.Equal("two", answer.Headers.GetValues("X-One").Single());
        foreach (var name in (string[])["fuzz-a", "fuzz-b", "fuzz-c"])
            Assert.Equal(0, (await Agent.RunAsync("namespace", "apply", name)).ExitCode);
        using var found = await Agent.Http.PostAsync("/v1/search/fuzzy", new StringContent("""{"Text": "uzz", "Context": "namespaces"}"""));
        using var matches = JsonDocument.Parse(await found.Content.ReadAsStringAsync());
        Assert.Equal(2, matches.RootElement.GetProperty("Matches").GetProperty("namespaces").GetArrayLength());
        Assert.True(matches.RootElement.GetProperty("Truncations").GetProperty("namespaces").GetBoolean());
    }

    [Fact]
    public async Task Figures_are_sent_to_statsd_without_the_host_and_served_to_prometheus()
    {
        using var limit = new CancellationTokenSource(Eventually.Patience);
        var seen = "";
        while (!seen.Contains("nomad.nomad.rpc.query:", StringComparison.Ordinal) || !seen.Contains("nomad.client.allocated.cpu.", StringComparison.Ordinal))
        {
            _ = await Agent.Http.GetStringAsync("/v1/jobs");
            seen += Encoding.UTF8.GetString((await configured.Statsd.ReceiveAsync(limit.Token)).Buffer);
        }
        Assert.Contains("\nnomad_nomad_rpc_query ", await Agent.Http.GetStringAsync("/v1/metrics?format=prometheus"));
    }

    [Fact]
    public async Task The_log_goes_to_its_file_as_documents_at_its_level()
    {
        string[] lines = [];
        await Agent.UntilAsync("the log has a file with lines in it", async () =>
        {
            var file = Directory.EnumerateFiles(configured.Folder, "agent*.log").Order(StringComparer.Ordinal).FirstOrDefault();
            lines = file is null ? [] : (await ReadAsync(file)).Split('\n');
            return lines.Length > 3;
        });
        foreach (var line in lines[..3])
        {
            using var document = JsonDocument.Parse(line);
            Assert.NotEqual("debug", document.RootElement.GetProperty("@level").GetString());
        }
    }

    [Fact]
    public async Task Connections_of_one_caller_are_limited()
    {
        var open = new List<TcpClient>();
        try
        {
            for (var at = 0; at < 40; at++)
            {
                var connection = new TcpClient();
                await connection.ConnectAsync(Agent.Bind, 4646);
                open.Add(connection);
            }
            await Agent.UntilAsync("one more is refused", async () =>
            {
                using var client = new HttpClient();
                using var answer = await client.GetAsync($"{Agent.Address}/v1/status/leader");
                return answer.StatusCode == HttpStatusCode.TooManyRequests;
            });
        }
        finally
        {
            open.ForEach(connection => connection.Dispose());
            // It hears of their end later.
            await Agent.UntilAsync("others are let in again", async () => await Agent.RunAsync("node", "status") is { ExitCode: 0 });
        }
    }

    [Fact]
    public void What_has_no_effect_is_said_once()
    {
        foreach (var key in (string[])["client.cni_path", "server.redundancy_zone", "rpc"])
            Assert.Single(configured.Notices, line => line.Contains($"configuration of {key} is read", StringComparison.Ordinal));
        Assert.Equal(3, configured.Notices.Count());
    }

    private async Task<string> NodeIdAsync() => (await Agent.RunAsync("node", "status", "-t", "{{range .}}{{.ID}}{{end}}")).Out.Trim();

    private static async Task<string> ReadAsync(string path)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return await reader.ReadToEndAsync();
    }

    /// <summary>One agent with many keys set.</summary>
    public sealed class Configured : IAsyncLifetime
    {
        public string Folder { get; } = Directory.CreateTempSubdirectory("nomad-configured-").FullName;

        public UdpClient Statsd { get; } = new(new IPEndPoint(IPAddress.Loopback, 0));

        public DevAgent Agent { get; private set; } = null!;

        public IEnumerable<string> Notices => Agent.Output.Split('\n').Where(line => line.Contains("nothing follows from it in this program", StringComparison.Ordinal));

        public async ValueTask InitializeAsync()
        {
            var file = Path.Combine(Folder, "agent.hcl");
            await File.WriteAllTextAsync(file, $$"""
                name                      = "east"
                datacenter                = "dc9"
                log_file                  = "{{Folder}}/agent.log"
                log_level                 = "INFO"
                log_json                  = true
                http_api_response_headers = { "X-One" = "two" }
                rpc { dial_timeout = "9s" }
                limits { http_max_conns_per_client = 30 }
                telemetry {
                  statsd_address      = "{{Statsd.Client.LocalEndPoint}}"
                  collection_interval = "100ms"
                  disable_hostname    = true
                }
                server {
                  job_default_priority = 60
                  job_max_priority     = 150
                  job_max_count        = 200
                  search { limit_results = 2 }
                  plan_rejection_tracker { enabled = true }
                  redundancy_zone = "west"
                  default_scheduler_config {
                    scheduler_algorithm             = "spread"
                    memory_oversubscription_enabled = true
                    preemption_config { service_scheduler_enabled = true }
                  }
                }
                client {
                  node_class         = "big"
                  node_pool          = "gpu"
                  meta               = { colour = "blue" }
                  cpu_total_compute  = 9000
                  memory_total_mb    = 4000
                  disk_total_mb      = 8000
                  disk_free_mb       = 5000
                  min_dynamic_port   = 21000
                  max_dynamic_port   = 21100
                  default_ineligible = true
                  cni_path           = "/opt/cni"
                  reserved {
                    cpu            = 100
                    memory         = 200
                    disk           = 300
                    reserved_ports = "22,8500-8502"
                  }
                  host_volume "data" { path = "/srv" }
                  options = {
                    "driver.allowlist"     = "raw_exec"
                    "fingerprint.denylist" = "host"
                  }
                }
                """);
            Agent = await DevAgent.StartAsync(DevAgent.NewBind(), ["-dev", "-config=" + file]);
        }

        public async ValueTask DisposeAsync()
        {
            await Agent.DisposeAsync();
            Statsd.Dispose();
            Directory.Delete(Folder, recursive: true);
        }
    }
}
