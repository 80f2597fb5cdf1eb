using Nomad.Model.Volumes;
using Nomad.Scheduling.Feasibility;
using Nomad.Scheduling.Nodes;

namespace Nomad.Scheduling.Planning;

/// <summary>Chooses ports, cores and devices of one node for one allocation.</summary>
internal static class ResourceChoice
{
    /// <summary>Random picks before the range of dynamic ports is searched in order.</summary>
    private const int RandomTries = 20;

    /// <summary>The resources to allocate, or null and the exhausted dimension.</summary>
    public static AllocatedResources? Choose(ClusterDraft draft, int row, GroupAsk ask, Random random, out string? exhausted)
    {
        exhausted = null;
        if (ask.IsPlain)
            return ask.Plain;
        if (ask.WritesVolumes && HostVolumeUse.Contended(Sharers(draft, row).Append((ask.Group, ""))) is { } volume)
        {
            exhausted = $"host volume {volume} has another writer";
            return null;
        }
        var taken = new List<int>();
        var shared = ask.Plain.Shared;
        if (ask.Group.Networks.OrEmpty() is [var network, ..])
        {
            if (Ports(draft, row, network, taken, random, out exhausted) is not { } ports)
                return null;
            shared = shared with { Ports = ports, PortedNetwork = ask.On(row, Ported(network, ports, draft, row)) };
        }
        var tasks = ask.Tasks;
        if (ask.Cores > 0 || ask.HasDevices || ask.Group.Tasks.OrEmpty().Any(task => (task.Resources?.Networks).OrEmpty().Count > 0))
        {
            if (Tasks(draft, row, ask, (taken, random), out exhausted) is not { } chosen)
                return null;
            tasks = chosen;
        }
        return new AllocatedResources { Tasks = tasks, TaskLifecycles = ask.Lifecycles, Shared = shared };
    }

    private static IEnumerable<(TaskGroup? Group, string Name)> Sharers(ClusterDraft draft, int row) =>
        draft.Live(row).Select(alloc => (alloc.Job?.TaskGroups.OrEmpty().FirstOrDefault(own => own.Name == alloc.TaskGroup), alloc.Name));

    private static IReadOnlyDictionary<string, AllocatedTaskResources>? Tasks(
        ClusterDraft draft, int row, GroupAsk ask, (List<int> Taken, Random Random) ports, out string? exhausted)
    {
        exhausted = null;
        if (Parts(draft, row, ask, out exhausted) is not { } parts)
            return null;
        var chosen = new Dictionary<string, AllocatedTaskResources>(StringComparer.Ordinal);
        foreach (var task in ask.Group.Tasks.OrEmpty())
        {
            var own = ask.Tasks[task.Name];
            var asked = task.Resources ?? new Resources();
            if (parts.Cores.GetValueOrDefault(task.Name) is { Length: > 0 } cores)
                own = own with { Cpu = new AllocatedCpuResources { ReservedCores = cores, CpuShares = cores.Length * GroupAsk.CoreSpeed(draft.Rows.Nodes[row]!) } };
            if (parts.Devices.GetValueOrDefault(task.Name) is { Count: > 0 } devices)
                own = own with { Devices = devices };
            if (asked.Networks.OrEmpty() is [var network, ..])
            {
                if (Ports(draft, row, network, ports.Taken, ports.Random, out exhausted) is not { } offered)
                    return null;
                own = own with { Networks = new[] { Allocated(network, offered, draft, row) } };
            }
            chosen[task.Name] = own;
        }
        return SmallMap.Packed(chosen);
    }

    /// <summary>The whole cores and the devices that the tasks get on a row; null and the exhausted dimension when they lack something.</summary>
    public static PartsChoice? Parts(ClusterDraft draft, int row, GroupAsk ask, out string? exhausted)
    {
        var node = draft.Rows.Nodes[row]!;
        var live = draft.Live(row).Select(alloc => alloc.AllocatedResources).OfType<AllocatedResources>().SelectMany(own => own.Tasks.OrEmpty().Values).ToList();
        List<int> cores = [.. ComparableResources.Of(node).Cores.Except(live.SelectMany(own => own.Cpu.ReservedCores.OrEmpty()))];
        var used = live.SelectMany(own => own.Devices.OrEmpty()).SelectMany(own => own.DeviceIDs.OrEmpty()).ToHashSet(StringComparer.Ordinal);
        return PartsChoice.Find(node, ask.Group, cores, used, out exhausted);
    }

    // An array, for it lives as long as the allocation does, a million times.
    private static AllocatedPortMapping[]? Ports(ClusterDraft draft, int row, NetworkResource ask, List<int> taken, Random random, out string? exhausted)
    {
        exhausted = null;
        var ports = draft.Rows.Ports[row]!;
        var mapped = new AllocatedPortMapping[ask.ReservedPorts.OrEmpty().Count + ask.DynamicPorts.OrEmpty().Count];
        var count = 0;
        foreach (var port in ask.ReservedPorts.OrEmpty())
        {
            var address = ports.Of(Alias(port)).FirstOrDefault(-1);
            if (address < 0 || port.Value is < 0 or >= NodePorts.PortsPerAddress)
            {
                exhausted = $"network: no addresses available for {Alias(port)} network";
                return null;
            }
            var code = address * NodePorts.PortsPerAddress + port.Value;
            if (!port.IgnoreCollision && (taken.Contains(code) || !draft.IsPortFree(row, code)))
            {
                exhausted = $"network: reserved port collision {port.Label}={port.Value}";
                return null;
            }
            taken.Add(code);
            mapped[count++] = Mapping(port, port.Value, ports.Address(address));
        }
        foreach (var port in ask.DynamicPorts.OrEmpty())
        {
            if (Dynamic(draft, row, Alias(port), taken, random) is not { } code)
            {
                exhausted = ports.Has(Alias(port)) ? "network: dynamic port selection failed" : $"network: no addresses available for {Alias(port)} network";
                return null;
            }
            taken.Add(code);
            mapped[count++] = Mapping(port, code % NodePorts.PortsPerAddress, ports.Address(code / NodePorts.PortsPerAddress));
        }
        return mapped;
    }

    private static int? Dynamic(ClusterDraft draft, int row, string alias, List<int> taken, Random random)
    {
        var ports = draft.Rows.Ports[row]!;
        foreach (var address in ports.Of(alias))
        {
            for (var attempt = 0; attempt < RandomTries; attempt++)
            {
                var code = address * NodePorts.PortsPerAddress + random.Next(ports.MinDynamic, ports.MaxDynamic + 1);
                if (!taken.Contains(code) && draft.IsPortFree(row, code))
                    return code;
            }
            for (var port = ports.MinDynamic; port <= ports.MaxDynamic; port++)
            {
                var code = address * NodePorts.PortsPerAddress + port;
                if (!taken.Contains(code) && draft.IsPortFree(row, code))
                    return code;
            }
        }
        return null;
    }

    private static string Alias(Port port) => port.HostNetwork.Length > 0 ? port.HostNetwork : NetworkIndex.DefaultHostNetwork;

    private static AllocatedPortMapping Mapping(Port port, int value, string address) => new()
    {
        Label = port.Label, Value = value, To = port.To == -1 ? value : port.To, HostIP = address, IgnoreCollision = port.IgnoreCollision,
    };

    private static NetworkResource Allocated(NetworkResource ask, AllocatedPortMapping[] ports, ClusterDraft draft, int row) =>
        Ported(ask, ports, draft, row).Filled(ports);

    private static PortedNetwork Ported(NetworkResource ask, AllocatedPortMapping[] ports, ClusterDraft draft, int row)
    {
        var device = (draft.Rows.Nodes[row]!.NodeResources?.Networks).OrEmpty().FirstOrDefault(own => own.IP.Length > 0);
        return new PortedNetwork(ask, ports.Length > 0 ? ports[0].HostIP : device?.IP ?? "", device?.Device ?? "");
    }
}
