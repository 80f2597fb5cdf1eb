using Nomad.Scheduling.Feasibility;
using Nomad.Scheduling.Planning;

namespace Nomad.Scheduling.Tests.ServiceJobs;

/// <summary>The choice of cores and devices against an oracle that tries every core and every device for everybody.</summary>
public sealed class Parts_of_a_machine
{
    private static readonly string[] Names = ["gpu", "acme/gpu", "acme/gpu/m0", "acme/gpu/m1", "nic"];
    private static readonly string[] Affinities = [NumaAffinities.None, NumaAffinities.Prefer, NumaAffinities.Require, NumaAffinities.Require];

    [Fact]
    public void A_choice_is_found_exactly_when_there_is_one_and_gives_everybody_what_it_asked_for()
    {
        var (found, refused) = (0, new Dictionary<string, int>());
        Seeds.Each(3_000, seed =>
        {
            var random = new Random(seed);
            var node = Machine(random);
            var group = Tasks(random);
            List<int> free = [.. Enumerable.Range(0, node.NodeResources!.Processors.Topology!.Cores!.Count).Where(_ => random.Next(6) > 0)];
            var used = node.NodeResources.Devices!.SelectMany(own => own.Instances!).Where(_ => random.Next(6) == 0).Select(own => own.ID).ToHashSet();
            var choice = PartsChoice.Find(node, group, free, used, out var exhausted);
            Assert.Equal(new Oracle(node, group).IsPossible(free, used), choice is not null);
            if (choice is null)
            {
                refused[exhausted!] = refused.GetValueOrDefault(exhausted!) + 1;
                return;
            }
            found++;
            Check(node, group, free, used, choice);
        });
        // The cases are worth something: all that may come out does.
        Assert.True(found > 500, $"{found} found");
        Assert.Equal(["cores", "devices: no devices match request", "numa-cores", "numa-devices"], refused.Keys.Order());
    }

    private static void Check(Node node, TaskGroup group, List<int> free, HashSet<string> used, PartsChoice choice)
    {
        var nodes = MemoryNodes.Of(node);
        Assert.Empty(choice.Cores.Values.SelectMany(own => own).Except(free));
        Assert.Equal(choice.Cores.Values.Sum(own => own.Length), choice.Cores.Values.SelectMany(own => own).Distinct().Count());
        string[] taken = [.. choice.Devices.Values.SelectMany(own => own).SelectMany(own => own.DeviceIDs!)];
        Assert.Equal(taken.Length, taken.Distinct().Count());
        Assert.Empty(taken.Intersect(used));
        foreach (var task in group.Tasks!)
        {
            var (cores, devices) = (choice.Cores.GetValueOrDefault(task.Name) ?? [], choice.Devices.GetValueOrDefault(task.Name) ?? []);
            var asked = task.Resources!;
            Assert.Equal((asked.Cores, asked.Devices!.Count), (cores.Length, devices.Count));
            Assert.Equal(cores.Order(), cores);
            var on = cores.Select(nodes.OfCore).ToHashSet();
            foreach (var (request, got) in asked.Devices.Zip(devices))
            {
                var kind = node.NodeResources!.Devices!.Single(own => own.Name == got.Name && own.Type == got.Type);
                Assert.True(DeviceMatch.IsNamed(request.Name, kind));
                Assert.Equal((int)request.Count, got.DeviceIDs!.Count);
                if (asked.NUMA!.Affinity == NumaAffinities.Require && asked.NUMA.Devices!.Contains(request.Name))
                    on.UnionWith(got.DeviceIDs.Select(id => nodes.OfDevice(kind.Instances!.Single(own => own.ID == id))));
            }
            if (asked.NUMA!.Affinity == NumaAffinities.Require)
                Assert.True(on.Count <= 1 && !on.Contains(MemoryNodes.Anywhere));
        }
    }

    private static Node Machine(Random random)
    {
        int count = random.Next(1, 4), group = 0;
        var buses = new Dictionary<string, int>();
        NodeDeviceResource[] devices = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => new NodeDeviceResource
        {
            Vendor = "acme", Type = random.Next(4) == 0 ? "nic" : "gpu", Name = $"m{group++}",
            Instances = [.. Enumerable.Range(0, random.Next(1, 4)).Select(number => Device($"{group}-{number}"))],
        })];
        return new Node
        {
            NodeResources = new()
            {
                Devices = devices,
                Processors = new()
                {
                    Topology = new()
                    {
                        Nodes = [.. Enumerable.Range(0, count)], BusAssociativity = buses,
                        Cores = [.. Enumerable.Range(0, random.Next(1, 7)).Select(id => new TopologyCore { ID = id, NodeID = random.Next(count) })],
                    },
                },
            },
        };

        NodeDevice Device(string id)
        {
            if (random.Next(5) > 0)
                buses[$"0000:{buses.Count:x2}:00.0"] = random.Next(count);
            return new NodeDevice { ID = id, Healthy = random.Next(8) > 0, Locality = random.Next(8) == 0 ? null : new() { PciBusID = $"{Math.Max(0, buses.Count - 1):x2}:00.0" } };
        }
    }

    private static TaskGroup Tasks(Random random) => new()
    {
        Name = "g",
        Tasks = [.. Enumerable.Range(0, random.Next(1, 4)).Select(number =>
        {
            RequestedDevice[] devices = [.. Enumerable.Range(0, random.Next(3)).Select(_ => new RequestedDevice { Name = Names[random.Next(Names.Length)], Count = (ulong)random.Next(1, 3) })];
            return new JobTask
            {
                Name = $"t{number}",
                Resources = new()
                {
                    Cores = random.Next(3), Devices = devices,
                    NUMA = new() { Affinity = Affinities[random.Next(4)], Devices = [.. devices.Where(_ => random.Next(3) > 0).Select(own => own.Name).Distinct()] },
                },
            };
        })],
    };

    /// <summary>Tries all there is, in no order and with no thought.</summary>
    private sealed class Oracle(Node node, TaskGroup group)
    {
        private readonly MemoryNodes nodes = MemoryNodes.Of(node);

        public bool IsPossible(List<int> free, HashSet<string> used) => Task(0, free, used);

        private bool Task(int number, List<int> free, HashSet<string> used)
        {
            if (number == group.Tasks!.Count)
                return true;
            var asked = group.Tasks[number].Resources!;
            var insists = asked.NUMA!.Affinity == NumaAffinities.Require;
            foreach (var own in insists ? nodes.All : [MemoryNodes.Anywhere])
                foreach (var cores in Subsets(free.Where(core => !insists || nodes.OfCore(core) == own).ToList(), asked.Cores))
                    if (Request((number, 0), own, [.. free.Except(cores)], used))
                        return true;
            return false;
        }

        private bool Request((int Task, int At) which, int on, List<int> free, HashSet<string> used)
        {
            var asked = group.Tasks![which.Task].Resources!;
            if (which.At == asked.Devices!.Count)
                return Task(which.Task + 1, free, used);
            var request = asked.Devices[which.At];
            var isNear = on != MemoryNodes.Anywhere && asked.NUMA!.Devices!.Contains(request.Name);
            foreach (var kind in node.NodeResources!.Devices!.Where(kind => DeviceMatch.IsNamed(request.Name, kind)))
            {
                var left = kind.Instances!.Where(each => each.Healthy && !used.Contains(each.ID) && (!isNear || nodes.OfDevice(each) == on)).ToList();
                foreach (var some in Subsets(left, (int)request.Count))
                    if (Request((which.Task, which.At + 1), on, free, [.. used, .. some.Select(each => each.ID)]))
                        return true;
            }
            return false;
        }

        private static IEnumerable<T[]> Subsets<T>(List<T> of, int count)
        {
            if (count == 0)
            {
                yield return [];
                yield break;
            }
            for (var i = 0; i <= of.Count - count; i++)
                foreach (var rest in Subsets(of[(i + 1)..], count - 1))
                    yield return [of[i], .. rest];
        }
    }
}
