using System.Text.Json.Nodes;
using Nomad.Model.Allocations;
using Nomad.Model.Jobs;
using Nomad.Model.Nodes;
using Nomad.Server;
using Nomad.Server.Heartbeats;

namespace Nomad.Server.Tests;

/// <summary>A running server of one, with what tests put into it.</summary>
internal static class ServerHarness
{
    public static readonly TimeSpan Patience = Eventually.Patience;

    /// <summary>Nodes of tests show themselves once; a slow machine must not lose them for that.</summary>
    public static readonly HeartbeatOptions PatientHeartbeats = new() { MinTtl = TimeSpan.FromHours(1) };

    public static Task<ServerAgent> StartAsync(string? directory = null, HeartbeatOptions? heartbeats = null, TimeProvider? time = null) => ServerAgent.StartAsync(
        new ServerOptions
        {
            Name = "server-1", DataDirectory = directory, NumSchedulers = 2, Heartbeats = heartbeats ?? PatientHeartbeats,
        },
        new ServerPorts { Random = new Random(7), Time = time ?? TimeProvider.System });

    public static Node Node(string id, int cpu = 4000, int memory = 8192) => new()
    {
        ID = id,
        SecretID = "secret-" + id,
        Name = "node-" + id[..4],
        Datacenter = "dc1",
        NodePool = "default",
        Status = NodeStatus.Initializing,
        Attributes = new Dictionary<string, string> { ["driver.raw_exec"] = "1", ["kernel.name"] = "linux" },
        Drivers = new Dictionary<string, DriverInfo> { ["raw_exec"] = new() { Detected = true, Healthy = true } },
        NodeResources = new NodeResources
        {
            Cpu = new LegacyNodeCpuResources { CpuShares = cpu },
            Memory = new NodeMemoryResources { MemoryMB = memory },
            Disk = new NodeDiskResources { DiskMB = 100_000 },
        },
    };

    public static string Id(int number) => $"00000000-0000-0000-0000-{number:d12}";

    public static JsonObject JobDocument(string id, int count, string type = "service", int cpu = 100) => JsonNode.Parse($$"""
        {
          "ID": "{{id}}", "Name": "{{id}}", "Type": "{{type}}", "Datacenters": ["dc1"], "Namespace": "default", "Region": "global",
          "TaskGroups": [ { "Name": "web", "Count": {{count}}, "Tasks": [
            { "Name": "server", "Driver": "raw_exec", "Config": { "command": "/bin/true" }, "Resources": { "CPU": {{cpu}}, "MemoryMB": 64 } } ] } ]
        }
        """, new JsonNodeOptions { PropertyNameCaseInsensitive = true })!.AsObject();

    public static Job Job(string id, int count = 1) => new()
    {
        ID = id,
        Name = id,
        Namespace = "default",
        Region = "global",
        Type = JobTypes.Service,
        Priority = 50,
        NodePool = "default",
        Datacenters = ["dc1"],
        TaskGroups = [new TaskGroup { Name = "web", Count = count, Tasks = [new JobTask { Name = "server", Driver = "raw_exec" }] }],
    };

    public static Allocation Allocation(string id, Job job, string nodeId, int cpu = 100) => new()
    {
        ID = id,
        Namespace = job.Namespace,
        JobID = job.ID,
        Job = job,
        Name = $"{job.ID}.web[0]",
        TaskGroup = "web",
        NodeID = nodeId,
        EvalID = "eval",
        DesiredStatus = AllocDesiredStatus.Run,
        ClientStatus = AllocClientStatus.Pending,
        AllocatedResources = new AllocatedResources
        {
            Tasks = new Dictionary<string, AllocatedTaskResources>
            {
                ["server"] = new() { Cpu = new() { CpuShares = cpu }, Memory = new() { MemoryMB = 64 } },
            },
        },
    };

    public static Task EventuallyAsync(Func<bool> holds, string what) => Eventually.TrueAsync(holds, what);
}
