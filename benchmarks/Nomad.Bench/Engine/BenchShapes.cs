using Nomad.Model.Jobs;
using Nomad.Model.Nodes;
using Nomad.Scheduling;

namespace Nomad.Bench.Engine;

/// <summary>The nodes and jobs that the benchmarks have in common.</summary>
internal static class BenchShapes
{
    public static Node Node(int number)
    {
        var node = new Node
        {
            ID = $"{number:x8}-0000-0000-0000-000000000000", SecretID = $"{number:x8}-0000-0000-0000-00000000000f", Name = $"n{number}",
            Datacenter = $"dc{number % 4}", NodePool = "default", Status = NodeStatus.Ready, SchedulingEligibility = NodeEligibility.Eligible,
            Attributes = new Dictionary<string, string> { ["kernel.name"] = "linux", ["os.version"] = $"{number % 10}.1" },
            Meta = new Dictionary<string, string> { ["rack"] = $"r{number % 75}" },
            Drivers = new Dictionary<string, DriverInfo> { ["exec"] = new() { Detected = true, Healthy = true } },
            NodeResources = new NodeResources
            {
                Cpu = new() { CpuShares = 64_000, TotalCpuCores = 32 }, Memory = new() { MemoryMB = 262_144 }, Disk = new() { DiskMB = 1_000_000 },
                NodeNetworks = [new() { Mode = "host", Addresses = [new() { Alias = "default", Address = "10.0.0.1" }] }],
            },
        };
        return node with { ComputedClass = ComputedClass.Of(node) };
    }

    public static Job Job(int number, int count) => new()
    {
        ID = $"job{number}", Name = $"job{number}", Namespace = "default", Region = "global", Type = JobTypes.Service, Priority = 50,
        Datacenters = ["*"], NodePool = "default", JobModifyIndex = 1,
        Constraints = [new() { LTarget = "${attr.kernel.name}", Operand = "=", RTarget = "linux" }, new() { LTarget = "${attr.os.version}", Operand = "version", RTarget = ">= 0.1" }],
        TaskGroups = [Group("g", count, number)],
    };

    /// <summary>One group with a port; numbers differ a little in what they ask.</summary>
    public static TaskGroup Group(string name, int count, int number) => new()
    {
        Name = name, Count = count, EphemeralDisk = new() { SizeMB = 300 },
        Networks = [new() { DynamicPorts = [new() { Label = "http" }] }],
        Tasks = [new JobTask { Name = "t", Driver = "exec", Resources = new() { CPU = 100 + number % 5 * 50, MemoryMB = 256 + number % 3 * 256 } }],
    };
}
