using Nomad.Model.Explanations;
using Nomad.Scheduling.Explaining;

namespace Nomad.Scheduling.Tests.ServiceJobs;

/// <summary>Devices that the <c>numa</c> block of a task wants on the memory node of its cores.</summary>
public sealed class Devices_of_one_memory_node
{
    private static readonly string[] Names = ["gpu", "acme/gpu", "acme/gpu/m0", "acme/gpu/m1"];

    // Cores 0 to 3 on memory node 0, 4 to 7 on node 1; devices by the node that they are on, -1 when that is not known.
    private static Node Machine(int number, params (string Type, int[] OnNode)[] devices) => Machine(number, [0, 0, 0, 0, 1, 1, 1, 1], devices);

    private static Node Machine(int number, int[] nodeOfCore, params (string Type, int[] OnNode)[] devices)
    {
        var node = A.Machine(number, nodeOfCore);
        var instances = devices.SelectMany((group, g) => group.OnNode.Select((on, i) => (Bus: $"0000:{g + 16:x2}:{i:x2}.0", On: on))).ToArray();
        return node with
        {
            NodeResources = node.NodeResources! with
            {
                Processors = new()
                {
                    Topology = node.NodeResources.Processors.Topology! with { BusAssociativity = instances.Where(own => own.On >= 0).ToDictionary(own => own.Bus, own => own.On) },
                },
                // As many a driver tells them: eight digits of domain, and capitals.
                Devices = [.. devices.Select((group, g) => new NodeDeviceResource
                {
                    Vendor = "acme", Type = group.Type, Name = $"m{g}",
                    Instances = [.. group.OnNode.Select((_, i) => new NodeDevice { ID = $"{g}-{i}", Healthy = true, Locality = new() { PciBusID = $"00000000:{g + 16:X2}:{i:X2}.0" } })],
                })],
            },
        };
    }

    private static Job Wanting(string id, int cores, string affinity, string[] named, params string[] devices) => A.Job(id, group: group => group.Using(own => own with
    {
        CPU = 0,
        Cores = cores,
        NUMA = new NUMA { Affinity = affinity, Devices = named },
        Devices = [.. devices.Select(name => new RequestedDevice { Name = name, Count = 1 })],
    }));

    private static AllocatedTaskResources? Place(FakeCluster cluster, Job job)
    {
        cluster.Register(job);
        cluster.Run(job.ID);
        return cluster.Live.SingleOrDefault(alloc => alloc.JobID == job.ID)?.AllocatedResources!.Tasks!["t"];
    }

    private static string[] DevicesOf(AllocatedTaskResources? task) => [.. task!.Devices.OrEmpty().SelectMany(own => own.DeviceIDs.OrEmpty())];

    [Theory]
    [InlineData(NumaAffinities.None, 0, "0-0")]
    [InlineData(NumaAffinities.Prefer, 4, "0-1")]
    [InlineData(NumaAffinities.Require, 4, "0-1")]
    public void Cores_and_the_named_device_lie_on_one_node(string affinity, int firstCore, string device)
    {
        var cluster = new FakeCluster();
        // The first device is on no node that is known; node 0 would be as good for the cores.
        cluster.Add(Machine(0, ("gpu", [-1, 1])));
        var task = Place(cluster, Wanting("a", 2, affinity, ["gpu"], "gpu"));
        Assert.Equal([firstCore, firstCore + 1], task!.Cpu.ReservedCores!);
        Assert.Equal([device], DevicesOf(task));
    }

    [Fact]
    public void A_machine_whose_node_has_both_is_found_among_others()
    {
        var cluster = new FakeCluster();
        cluster.Add(Machine(0, ("gpu", [0]), ("nic", [1])), Machine(1, ("gpu", [1]), ("nic", [1])), Machine(2, ("gpu", [-1]), ("nic", [-1])));
        Place(cluster, Wanting("a", 2, NumaAffinities.Require, ["gpu", "acme/nic"], "gpu", "acme/nic"));
        Assert.Equal("node0001", Assert.Single(cluster.Live).NodeID);
    }

    [Fact]
    public void Who_insists_waits_and_is_told_why_and_who_prefers_takes_what_there_is()
    {
        var cluster = new FakeCluster();
        cluster.Add(Machine(0, ("gpu", [0]), ("nic", [1, 0])));
        var strict = cluster.Register(Wanting("strict", 5, NumaAffinities.Require, ["gpu"], "gpu"));
        Assert.Equal("numa-cores", Assert.Single(cluster.Run("strict").Evaluation.FailedTGAllocs!["g"].DimensionExhausted!).Key);
        strict = cluster.Register(Wanting("strict", 2, NumaAffinities.Require, ["gpu", "nic"], "gpu", "nic", "nic"));
        Assert.Equal("numa-devices", Assert.Single(cluster.Run("strict").Evaluation.FailedTGAllocs!["g"].DimensionExhausted!).Key);
        var told = JobExplainer.Explain(cluster, strict, [], "", cluster.Context).Groups[0].Nodes[0];
        Assert.Equal((NodeChecks.Taken, "numa-devices: no memory node has both the cores of a task and the devices that its numa block names"), (told.Check, told.Reason));
        var many = cluster.Register(Wanting("many", 1, NumaAffinities.Require, ["gpu"], "gpu", "gpu"));
        Assert.Equal("devices: no devices match request", Assert.Single(cluster.Run(many.ID).Evaluation.FailedTGAllocs!["g"].DimensionExhausted!).Key);
        // The one of the two network cards that can be near is.
        var mild = Place(cluster, Wanting("mild", 2, NumaAffinities.Prefer, ["gpu", "nic"], "gpu", "nic", "nic"));
        Assert.Equal([0, 1], mild!.Cpu.ReservedCores!);
        Assert.Equal(["0-0", "1-1", "1-0"], DevicesOf(mild));
    }

    [Fact]
    public void A_task_that_may_have_any_device_leaves_the_near_one_to_the_task_that_insists()
    {
        var cluster = new FakeCluster();
        cluster.Add(Machine(0, ("gpu", [0]), ("gpu", [1])));
        var job = Wanting("a", 4, NumaAffinities.Require, ["gpu"], "gpu");
        var strict = job.TaskGroups![0].Tasks![0];
        var any = strict with { Name = "any", Resources = strict.Resources! with { Cores = 0, NUMA = null } };
        var other = strict with { Name = "other", Resources = strict.Resources! with { NUMA = new NUMA { Affinity = NumaAffinities.None }, Devices = null } };
        cluster.Register(job.Edited(group => group with { Tasks = [any, other, strict] }));
        cluster.Run("a");
        var tasks = Assert.Single(cluster.Live).AllocatedResources!.Tasks!;
        Assert.Equal([0, 1, 2, 3], tasks["t"].Cpu.ReservedCores!);
        Assert.Equal(["0-0"], DevicesOf(tasks["t"]));
        Assert.Equal(["1-0"], DevicesOf(tasks["any"]));
        Assert.Equal([4, 5, 6, 7], tasks["other"].Cpu.ReservedCores!);
    }

    [Fact]
    public void Where_all_is_on_one_node_or_nothing_is_told_of_nodes_every_device_is_near()
    {
        var cluster = new FakeCluster();
        cluster.Add(Machine(0, [0, 0], ("gpu", [-1])));
        Assert.Equal(["0-0"], DevicesOf(Place(cluster, Wanting("a", 1, NumaAffinities.Require, ["gpu"], "gpu"))));
        var silent = Machine(1, ("gpu", [1]));
        cluster.Add(silent with { NodeResources = silent.NodeResources! with { Processors = new() } });
        Assert.Equal(["0-0"], DevicesOf(Place(cluster, Wanting("b", 4, NumaAffinities.Require, ["gpu"], "gpu"))));
    }

    [Fact]
    public void The_holder_of_the_near_device_is_displaced_by_one_that_matters_more()
    {
        var cluster = new FakeCluster { Configuration = new() { PreemptionConfig = new() { ServiceSchedulerEnabled = true } } };
        cluster.Add(Machine(0, ("gpu", [0, 1])));
        Place(cluster, Wanting("holds1", 4, NumaAffinities.Require, ["gpu"], "gpu") with { Priority = 20 });
        Place(cluster, Wanting("keeps", 4, NumaAffinities.Require, ["gpu"], "gpu") with { Priority = 90 });
        Assert.NotNull(Place(cluster, Wanting("high", 3, NumaAffinities.Require, ["gpu"], "gpu") with { Priority = 90 }));
        Assert.Equal(["high", "keeps"], cluster.Live.Select(alloc => alloc.JobID).Order());
    }

    [Fact]
    public void Whatever_runs_beside_it_a_task_that_insists_has_its_devices_on_the_node_of_its_cores() => Seeds.Each(150, seed =>
    {
        var random = new Random(seed);
        var cluster = new FakeCluster(seed);
        cluster.Add(Enumerable.Range(0, 3).Select(number => Machine(number, [.. Enumerable.Range(0, random.Next(2, 10)).Select(_ => random.Next(2))],
            [.. Enumerable.Range(0, 3).Select(_ => (random.Next(3) == 0 ? "nic" : "gpu", Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(-1, 2)).ToArray()))])));
        for (var i = 0; i < 12; i++)
        {
            string[] devices = [.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => Names[random.Next(Names.Length)])];
            Place(cluster, Wanting($"j{i}", random.Next(1, 4), random.Next(3) switch { 0 => NumaAffinities.None, 1 => NumaAffinities.Prefer, _ => NumaAffinities.Require }, devices[..random.Next(devices.Length + 1)], devices));
            if (random.Next(4) == 0 && cluster.Live.FirstOrDefault() is { } first)
                cluster.Change(first with { ClientStatus = AllocClientStatus.Complete, DesiredStatus = AllocDesiredStatus.Stop });
        }
        foreach (var alloc in cluster.Live)
        {
            var resources = alloc.Job!.TaskGroups![0].Tasks![0].Resources!;
            if (resources.NUMA!.Affinity != NumaAffinities.Require)
                continue;
            var (node, task) = (cluster.Node(alloc.NodeID)!, alloc.AllocatedResources!.Tasks!["t"]);
            var topology = node.NodeResources!.Processors.Topology!;
            var on = task.Cpu.ReservedCores!.Select(core => topology.Cores!.Single(own => own.ID == core).NodeID).Distinct().Single();
            if (topology.Nodes!.Count < 2)
                continue;
            foreach (var (request, got) in resources.Devices!.Zip(task.Devices!))
                if (resources.NUMA.Devices!.Contains(request.Name))
                    Assert.All(got.DeviceIDs!, id => Assert.Equal(on, topology.BusAssociativity![$"0000:{int.Parse(id[..1]) + 16:x2}:{int.Parse(id[2..]):x2}.0"]));
        }
    });
}
