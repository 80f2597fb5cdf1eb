namespace Nomad.Scheduling.Tests.Clusters;

/// <summary>Builds nodes and jobs in few words.</summary>
internal static class A
{
    public static Node Node(int number, int cpu = 4000, int memory = 8192, string datacenter = "dc1", string pool = "default") => new()
    {
        ID = $"node{number:d4}", Name = $"n{number}", Datacenter = datacenter, NodePool = pool, Status = NodeStatus.Ready,
        SchedulingEligibility = NodeEligibility.Eligible,
        Attributes = new Dictionary<string, string> { ["kernel.name"] = "linux", ["cpu.arch"] = number % 2 == 0 ? "amd64" : "arm64" },
        Meta = new Dictionary<string, string> { ["rack"] = $"r{number % 3}" },
        Drivers = new Dictionary<string, DriverInfo> { ["mock"] = new() { Detected = true, Healthy = true } },
        NodeResources = new NodeResources
        {
            Cpu = new() { CpuShares = cpu, TotalCpuCores = 4, ReservableCpuCores = [0, 1, 2, 3] }, Memory = new() { MemoryMB = memory }, Disk = new() { DiskMB = 100_000 },
            NodeNetworks = [new() { Mode = "host", Addresses = [new() { Alias = "default", Address = "10.0.0.1" }] }],
        },
    };

    /// <summary>A node with these whole cores of 1,000 MHz, by the memory node of each.</summary>
    public static Node Machine(int number, params int[] nodeOfCore)
    {
        var node = Node(number, cpu: 1000 * nodeOfCore.Length, memory: 16_000);
        return node with
        {
            NodeResources = node.NodeResources! with
            {
                Cpu = new() { CpuShares = 1000 * nodeOfCore.Length, TotalCpuCores = nodeOfCore.Length, ReservableCpuCores = [.. Enumerable.Range(0, nodeOfCore.Length)] },
                Processors = new()
                {
                    Topology = new Topology
                    {
                        Nodes = [.. nodeOfCore.Distinct().Order()],
                        Distances = [[10, 21, 31], [21, 10, 21], [31, 21, 10]],
                        Cores = [.. nodeOfCore.Select((owner, id) => new TopologyCore { ID = id, NodeID = owner, BaseSpeed = 1000 })],
                    },
                },
            },
        };
    }

    public static Job Job(string id, int count = 1, string type = JobTypes.Service, Func<TaskGroup, TaskGroup>? group = null) => new()
    {
        ID = id, Name = id, Namespace = "default", Type = type, Priority = 50, Datacenters = ["*"], NodePool = "default",
        TaskGroups = [(group ?? (own => own))(Group(count))],
    };

    public static TaskGroup Group(int count, int cpu = 100, int memory = 100) => new()
    {
        Name = "g", Count = count, EphemeralDisk = new() { SizeMB = 10 },
        Tasks = [new JobTask { Name = "t", Driver = "mock", Resources = new() { CPU = cpu, MemoryMB = memory } }],
        ReschedulePolicy = new() { Unlimited = true, Delay = TimeSpan.FromSeconds(30), DelayFunction = DelayFunctions.Exponential, MaxDelay = TimeSpan.FromHours(1) },
    };

    public static Job Edited(this Job job, Func<TaskGroup, TaskGroup> change) => job with { TaskGroups = [change(job.TaskGroups![0])] };

    public static TaskGroup WithEnv(this TaskGroup group, string value) =>
        group with { Tasks = [group.Tasks![0] with { Env = new Dictionary<string, string> { ["V"] = value } }] };

    public static TaskGroup Using(this TaskGroup group, Func<Resources, Resources> change) =>
        group with { Tasks = [group.Tasks![0] with { Resources = change(group.Tasks![0].Resources!) }] };
}
