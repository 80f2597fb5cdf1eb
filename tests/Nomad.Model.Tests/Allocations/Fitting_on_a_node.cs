using CsCheck;
using Nomad.Model.Allocations;
using Nomad.Model.Jobs;
using Nomad.Model.Nodes;

namespace Nomad.Model.Tests.Allocations;

public sealed class Fitting_on_a_node
{
    private static readonly Node Host = new()
    {
        NodeMaxAllocs = 3,
        NodeResources = new NodeResources
        {
            Cpu = new LegacyNodeCpuResources { CpuShares = 4000, TotalCpuCores = 4, ReservableCpuCores = [0, 1, 2, 3] },
            Memory = new NodeMemoryResources { MemoryMB = 8192 },
            Disk = new NodeDiskResources { DiskMB = 10000 },
            NodeNetworks = [new NodeNetworkResource { Mode = "host", Addresses = [new NodeNetworkAddress { Alias = "default", Address = "10.0.0.1" }] }],
        },
        ReservedResources = new NodeReservedResources
        {
            Cpu = new NodeReservedCpuResources { CpuShares = 1000, ReservedCpuCores = [0] },
            Memory = new NodeReservedMemoryResources { MemoryMB = 192 },
        },
    };

    private static AllocatedTaskResources Task(long cpu, long memory, params int[] cores) => new()
    {
        Cpu = new AllocatedCpuResources { CpuShares = cpu, ReservedCores = cores },
        Memory = new AllocatedMemoryResources { MemoryMB = memory },
    };

    private static Allocation Alloc(AllocatedTaskResources task, string status = "running", long disk = 100, int port = 0) => new()
    {
        ClientStatus = status,
        AllocatedResources = new AllocatedResources
        {
            Tasks = new Dictionary<string, AllocatedTaskResources> { ["main"] = task },
            Shared = new AllocatedSharedResources
            {
                DiskMB = disk, Ports = port == 0 ? null : [new AllocatedPortMapping { Label = "http", Value = port, HostIP = "10.0.0.1" }],
            },
        },
    };

    [Fact]
    public void Reserved_resources_are_not_for_tasks()
    {
        var free = ComparableResources.Of(Host);
        Assert.Equal((3000, 8000, 10000), (free.CpuShares, free.MemoryMB, free.DiskMB));
        Assert.Equal([1, 2, 3], free.Cores);
    }

    [Fact]
    public void Names_the_dimension_that_is_exhausted()
    {
        Assert.Equal("cpu", NodeFit.Check(Host, [Alloc(Task(3001, 1))]).Exhausted);
        Assert.Equal("memory", NodeFit.Check(Host, [Alloc(Task(1, 4001)), Alloc(Task(1, 4000))]).Exhausted);
        Assert.Equal("disk", NodeFit.Check(Host, [Alloc(Task(1, 1), disk: 10001)]).Exhausted);
        Assert.Equal("cores", NodeFit.Check(Host, [Alloc(Task(1, 1, 0))]).Exhausted);
        Assert.Equal("cores", NodeFit.Check(Host, [Alloc(Task(1, 1, 2)), Alloc(Task(1, 1, 2))]).Exhausted);
        Assert.Equal("network: port collision", NodeFit.Check(Host, [Alloc(Task(1, 1), port: 80), Alloc(Task(1, 1), port: 80)]).Exhausted);
        Assert.Equal("max allocation exceeded", NodeFit.Check(Host, Enumerable.Repeat(Alloc(Task(1, 1)), 4)).Exhausted);
        Assert.True(NodeFit.Check(Host, [Alloc(Task(1500, 4000, 1, 2)), Alloc(Task(1500, 4000, 3))]).Fits);
    }

    [Fact]
    public void Ended_allocations_count_for_nothing()
    {
        var fit = NodeFit.Check(Host, [Alloc(Task(3000, 100), "complete", port: 80), Alloc(Task(3000, 100), port: 80), Alloc(Task(9, 9), "lost")]);
        Assert.True(fit.Fits);
        Assert.Equal(3000, fit.Used.CpuShares);
    }

    [Fact]
    public void A_group_needs_the_most_its_tasks_use_at_one_time()
    {
        var resources = new AllocatedResources
        {
            Tasks = new Dictionary<string, AllocatedTaskResources>
            {
                ["init"] = Task(1000, 100), ["sidecar"] = Task(100, 10), ["main"] = Task(500, 300), ["after"] = Task(50, 50), ["clean"] = Task(10, 900),
            },
            TaskLifecycles = new Dictionary<string, TaskLifecycleConfig>
            {
                ["init"] = new() { Hook = "prestart" }, ["sidecar"] = new() { Hook = "prestart", Sidecar = true },
                ["after"] = new() { Hook = "poststart" }, ["clean"] = new() { Hook = "poststop" },
            },
        };
        var used = ComparableResources.Of(resources);
        Assert.Equal((1100, 900), (used.CpuShares, used.MemoryMB));
    }

    [Fact]
    public void What_is_added_can_be_taken_away_again()
    {
        var some = Gen.Select(Gen.Long[0, 5000], Gen.Long[0, 9000], Gen.Long[0, 9000], Gen.Int[0, 7].HashSet[0, 4]).Select((cpu, memory, disk, cores) =>
            new ComparableResources { CpuShares = cpu, MemoryMB = memory, MemoryMaxMB = memory, DiskMB = disk, Cores = cores.Order().ToArray() });
        Seeds.Each(500, Gen.Select(some, some), made =>
        {
            var (left, right) = made;
            var sum = left.Add(right);
            var back = sum.Subtract(right);
            Assert.Equal((left.CpuShares, left.MemoryMB, left.DiskMB), (back.CpuShares, back.MemoryMB, back.DiskMB));
            Assert.Equal(left.Cores.Except(right.Cores), back.Cores);
            Assert.True(sum.Exhausted(left) is null && sum.Exhausted(right) is null);
        });
    }
}
