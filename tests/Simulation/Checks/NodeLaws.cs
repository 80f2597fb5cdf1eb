using Nomad.Model;
using Nomad.Model.Allocations;
using Nomad.Model.Nodes;
using Nomad.Server.State;
using Nomad.Simulation.Cluster;

namespace Nomad.Simulation.Checks;

/// <summary>What a node has and what is on it, worked out from the records alone.</summary>
internal static class NodeLaws
{
    /// <summary>Nobody holds more of a node than it has, and no two hold the same port, core or device.</summary>
    public static void Check(Datacenter site, StateSnapshot state, string nodeId, StateCommit commit)
    {
        if (state.Node(nodeId) is { NodeResources: not null } node && Surplus(node, state.AllocationsOfNode(nodeId).Where(IsLive)) is { } surplus)
            throw site.Broken("capacity", $"node {node.Name} {surplus} at {commit.Index} ({commit.Command.GetType().Name})\n{Calm.Details(state)}");
    }

    /// <summary>What these allocations take that the node does not have; null when it has all.</summary>
    public static string? Surplus(Node node, IEnumerable<Allocation> live)
    {
        var has = node.NodeResources!;
        var (cpu, memory, disk) = (0L, 0L, 0L);
        var held = new HashSet<string>(StringComparer.Ordinal);
        foreach (var alloc in live)
        {
            if (alloc.AllocatedResources is not { } resources)
                continue;
            var tasks = resources.Tasks.OrEmpty().Values.ToList();
            cpu += tasks.Sum(task => task.Cpu.CpuShares);
            memory += tasks.Sum(task => task.Memory.MemoryMB);
            disk += resources.Shared.DiskMB;
            var things = tasks.SelectMany(task => task.Cpu.ReservedCores.OrEmpty()).Select(core => $"core {core}")
                .Concat(tasks.SelectMany(task => task.Devices.OrEmpty()).SelectMany(device => device.DeviceIDs.OrEmpty()).Select(id => $"device {id}"))
                .Concat(resources.Shared.Ports.OrEmpty().Select(port => $"port {port.HostIP}:{port.Value}"));
            if (things.FirstOrDefault(thing => !held.Add(thing)) is { } twice)
                return $"gives {twice} twice, to {alloc.Name} {alloc.ID[..8]} too";
        }
        return cpu > has.Cpu.CpuShares || memory > has.Memory.MemoryMB || disk > has.Disk.DiskMB
            ? $"holds {cpu} of {has.Cpu.CpuShares} MHz, {memory} of {has.Memory.MemoryMB} MB and {disk} of {has.Disk.DiskMB} MB of disk" : null;
    }

    public static bool IsLive(Allocation alloc) => alloc.DesiredStatus == AllocDesiredStatus.Run && !AllocClientStatus.IsTerminal(alloc.ClientStatus);
}
