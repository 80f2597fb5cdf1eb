using Nomad.Client.Tasks.Environment;
using Nomad.Model.Allocations;
using Nomad.Model.Jobs;
using Nomad.Model.Nodes;
using Nomad.Model.Services;

namespace Nomad.Client.Tests.Tasks;

public sealed class EnvironmentTests
{
    [Theory]
    [InlineData("NOMAD_ALLOC_DIR", "/alloc")]
    [InlineData("NOMAD_TASK_DIR", "/local")]
    [InlineData("NOMAD_SECRETS_DIR", "/secrets")]
    [InlineData("NOMAD_MEMORY_LIMIT", "256")]
    [InlineData("NOMAD_MEMORY_MAX_LIMIT", "512")]
    [InlineData("NOMAD_CPU_LIMIT", "500")]
    [InlineData("NOMAD_CPU_CORES", "2-3,7")]
    [InlineData("NOMAD_ALLOC_ID", "3a52714e-0c3f-4c2f-9d5e-6a1b0a7c9f10")]
    [InlineData("NOMAD_SHORT_ALLOC_ID", "3a52714e")]
    [InlineData("NOMAD_ALLOC_NAME", "cache.redis[0]")]
    [InlineData("NOMAD_ALLOC_INDEX", "0")]
    [InlineData("NOMAD_TASK_NAME", "redis")]
    [InlineData("NOMAD_GROUP_NAME", "redis")]
    [InlineData("NOMAD_JOB_ID", "cache")]
    [InlineData("NOMAD_JOB_NAME", "cache")]
    [InlineData("NOMAD_JOB_PARENT_ID", "nightly")]
    [InlineData("NOMAD_DC", "dc1")]
    [InlineData("NOMAD_REGION", "global")]
    [InlineData("NOMAD_NAMESPACE", "default")]
    [InlineData("NOMAD_PARENT_CGROUP", "nomad.slice")]
    [InlineData("NOMAD_IP_http", "10.0.0.4")]
    [InlineData("NOMAD_PORT_http", "8080")]
    [InlineData("NOMAD_ADDR_http", "10.0.0.4:23456")]
    [InlineData("NOMAD_HOST_IP_http", "10.0.0.4")]
    [InlineData("NOMAD_HOST_PORT_http", "23456")]
    [InlineData("NOMAD_HOST_ADDR_http", "10.0.0.4:23456")]
    [InlineData("NOMAD_ALLOC_PORT_http", "8080")]
    [InlineData("NOMAD_ALLOC_INTERFACE_http", "eth0")]
    [InlineData("NOMAD_ALLOC_IP_http", "172.26.64.5")]
    [InlineData("NOMAD_ALLOC_ADDR_http", "172.26.64.5:8080")]
    [InlineData("NOMAD_IPv4_admin", "10.0.0.4")]
    [InlineData("NOMAD_IPv6_six", "2001:db8::4")]
    [InlineData("NOMAD_ADDR_six", "[2001:db8::4]:9001")]
    [InlineData("NOMAD_IP_redis_admin", "10.0.0.4")]
    [InlineData("NOMAD_PORT_side_peer", "23999")]
    [InlineData("NOMAD_ADDR_side_peer", "10.0.0.9:23999")]
    [InlineData("NOMAD_UPSTREAM_IP_count_api", "127.0.0.1")]
    [InlineData("NOMAD_UPSTREAM_PORT_count_api", "7001")]
    [InlineData("NOMAD_UPSTREAM_ADDR_count-api", "127.0.0.1:7001")]
    [InlineData("NOMAD_META_team", "checkout")]
    [InlineData("NOMAD_META_TEAM", "checkout")]
    [InlineData("NOMAD_META_given_later", "")]
    [InlineData("NOMAD_TOKEN", "jwt")]
    [InlineData("NOMAD_TOKEN_extra", "jwt2")]
    [InlineData("NOMAD_UNIX_ADDR", "unix:///secrets/api.sock")]
    [InlineData("VAULT_TOKEN", "s.1")]
    [InlineData("VAULT_NAMESPACE", "admin")]
    [InlineData("CONSUL_TOKEN", "c.1")]
    [InlineData("CONSUL_HTTP_TOKEN", "c.1")]
    [InlineData("NOMAD_ENVOY_ADMIN_ADDR_web", "127.0.0.2:19001")]
    [InlineData("NOMAD_ENVOY_READY_ADDR_web", "127.0.0.1:19101")]
    [InlineData("CSI_ENDPOINT", "unix:///csi/csi.sock")]
    [InlineData("DB_PASS", "x")]
    [InlineData("DEVICE", "gpu")]
    [InlineData("GREETING", "hello redis on amd64 in dc1 of checkout at /home ${unknown} ${HOME}")]
    public void Every_variable_has_the_value_the_list_promises(string name, string value) =>
        Assert.Equal(value, EnvironmentBuilder.Build(Source()).Variables.GetValueOrDefault(name));

    [Fact]
    public void Zero_limits_and_absent_parts_set_nothing()
    {
        var source = Source() with
        {
            Task = new JobTask { Name = "bare" },
            Group = new TaskGroup { Name = "g" },
            Allocation = new Allocation { ID = "x", Name = "a.g[3]", JobID = "a" },
            Identities = new Dictionary<string, string>(),
            ParentCgroup = "",
        };
        var names = EnvironmentBuilder.Build(source).Variables.Keys;
        Assert.DoesNotContain(names, name => name.Contains("LIMIT") || name.Contains("CORES") || name.Contains("PORT_") || name.Contains("PARENT")
            || name.Contains("UNIX_ADDR"));
    }

    [Fact]
    public void Later_layers_win_and_the_host_only_fills_gaps()
    {
        var source = Source() with
        {
            Host = new Dictionary<string, string> { ["NOMAD_DC"] = "host", ["PATH"] = "/bin", ["A"] = "host" },
            Task = Source().Task with { Env = new Dictionary<string, string> { ["A"] = "task", ["B"] = "task" } },
            Hooks = new Dictionary<string, string> { ["B"] = "hook", ["C"] = "hook" },
            Templates = new Dictionary<string, string> { ["C"] = "template" },
        };
        var found = EnvironmentBuilder.Build(source).Variables;
        Assert.Equal(("dc1", "/bin", "task", "hook", "template"), (found["NOMAD_DC"], found["PATH"], found["A"], found["B"], found["C"]));
    }

    [Theory]
    [InlineData("a-b.c d", "a_b.c_d")]
    [InlineData("1a", "_a")]
    [InlineData("fine_1", "fine_1")]
    public void Names_are_cleaned(string name, string clean) => Assert.Equal(clean, EnvironmentNames.Clean(name));

    [Fact]
    public void Driver_config_is_interpolated_in_depth_but_keys_stay()
    {
        var config = System.Text.Json.JsonDocument.Parse("""{"args":["-p","${NOMAD_PORT_http}",{"${NOMAD_DC}":"${node.datacenter}"}],"n":5,"w":"$${x}"}""").RootElement;
        var expanded = EnvironmentBuilder.Build(Source()).Expand(config.EnumerateObject().ToDictionary(each => each.Name, each => each.Value));
        Assert.Equal("""["-p","8080",{"${NOMAD_DC}":"dc1"}]""", expanded["args"].GetRawText());
        Assert.Equal("${x}", expanded["w"].GetString());
        Assert.Equal(5, expanded["n"].GetInt32());
    }

    [Fact]
    public void Secrets_of_the_agent_are_not_inherited()
    {
        var agent = new Dictionary<string, string> { ["VAULT_TOKEN"] = "s", ["AWS_SECRET_ACCESS_KEY"] = "k", ["LANG"] = "C" };
        Assert.Equal(["LANG"], HostEnvironment.Filter(agent, new Dictionary<string, string>()).Keys);
        Assert.Equal(["VAULT_TOKEN", "AWS_SECRET_ACCESS_KEY"], HostEnvironment.Filter(agent, new Dictionary<string, string> { ["env.denylist"] = "LANG" }).Keys);
    }

    private static EnvironmentSource Source() => new()
    {
        Node = new Node
        {
            ID = "n1", Name = "host-a", Datacenter = "dc1",
            Attributes = new Dictionary<string, string> { ["cpu.arch"] = "amd64" },
            Meta = new Dictionary<string, string> { ["rack"] = "r1" },
        },
        Allocation = new Allocation
        {
            ID = "3a52714e-0c3f-4c2f-9d5e-6a1b0a7c9f10", Name = "cache.redis[0]", Namespace = "default", JobID = "cache",
            Job = new Job
            {
                ID = "cache", Name = "cache", ParentID = "nightly", Dispatched = true,
                ParameterizedJob = new ParameterizedJobConfig { MetaOptional = ["given_later"] },
                Meta = new Dictionary<string, string> { ["team"] = "nobody" },
            },
            AllocatedResources = new AllocatedResources
            {
                Shared = new AllocatedSharedResources { Ports = [new AllocatedPortMapping { Label = "http", Value = 23456, To = 8080, HostIP = "10.0.0.4" }] },
                Tasks = new Dictionary<string, AllocatedTaskResources>
                {
                    ["redis"] = new()
                    {
                        Cpu = new AllocatedCpuResources { CpuShares = 500, ReservedCores = [2, 3, 7] },
                        Memory = new AllocatedMemoryResources { MemoryMB = 256, MemoryMaxMB = 512 },
                        Networks =
                        [
                            new NetworkResource { IP = "10.0.0.4", DynamicPorts = [new Port { Label = "admin", Value = 23457 }] },
                            new NetworkResource { IP = "2001:db8::4", ReservedPorts = [new Port { Label = "six", Value = 9001 }] },
                        ],
                    },
                    ["side"] = new() { Networks = [new NetworkResource { IP = "10.0.0.9", DynamicPorts = [new Port { Label = "peer", Value = 23999 }] }] },
                },
            },
        },
        Group = new TaskGroup
        {
            Name = "redis",
            Meta = new Dictionary<string, string> { ["team"] = "checkout" },
            Tasks = [new JobTask { Name = "redis" }, new JobTask { Name = "connect-proxy-web", Kind = "connect-proxy:web" }],
            Services =
            [
                new Service
                {
                    Name = "web",
                    Connect = new ConsulConnect
                    {
                        SidecarService = new ConsulSidecarService
                        {
                            Proxy = new ConsulProxy { Upstreams = [new ConsulUpstream { DestinationName = "count-api", LocalBindPort = 7001 }] },
                        },
                    },
                },
            ],
        },
        Task = new JobTask
        {
            Name = "redis",
            Vault = new Vault { Env = true, Namespace = "admin" },
            CSIPluginConfig = new TaskCSIPluginConfig { MountDir = "/csi" },
            Env = new Dictionary<string, string>
            {
                ["GREETING"] = "hello ${NOMAD_TASK_NAME} on ${attr.cpu.arch} in ${node.datacenter} of ${env[\"NOMAD_META_team\"]} at ${HOMEDIR} ${unknown} ${HOME}",
            },
        },
        TaskView = TaskPaths.Isolated,
        ParentCgroup = "nomad.slice",
        Host = new Dictionary<string, string> { ["HOMEDIR"] = "/home" },
        Hooks = new Dictionary<string, string> { ["DEVICE"] = "gpu" },
        Templates = new Dictionary<string, string> { ["DB_PASS"] = "x" },
        Identities = new Dictionary<string, string> { ["default"] = "jwt", ["extra"] = "jwt2" },
        VaultToken = "s.1",
        ConsulToken = "c.1",
        Network = new AllocNetworkStatus { InterfaceName = "eth0", Address = "172.26.64.5" },
    };
}
