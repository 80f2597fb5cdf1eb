using Nomad.Model.Networks;
using Nomad.Model.Nodes;

namespace Nomad.Model.Allocations;

/// <summary>Whether a set of allocations fits on a node, and what they use together.</summary>
/// <param name="Exhausted">The first dimension that is exhausted, null when all fit.</param>
/// <param name="Used">The sum over the allocations.</param>
public sealed record NodeFit(string? Exhausted, ComparableResources Used)
{
    public bool Fits => Exhausted is null;

    /// <summary>
    /// Checks CPU, cores, memory, disk, ports, devices and the node's limit on allocations. Allocations that ended on the client count for
    /// nothing. The same check serves the scheduler before it plans and the leader before it commits.
    /// </summary>
    public static NodeFit Check(Node node, IEnumerable<Allocation> allocations)
    {
        var used = ComparableResources.None;
        var cores = new HashSet<int>();
        var network = new NetworkIndex(node);
        var devices = new HashSet<(string, string, string, string)>();
        string? exhausted = null;
        var count = 0;
        foreach (var resources in allocations.Where(alloc => !AllocClientStatus.IsTerminal(alloc.ClientStatus)).Select(alloc => alloc.AllocatedResources))
        {
            count++;
            if (resources is null)
                continue;
            var own = ComparableResources.Of(resources);
            if (own.Cores.Any(core => !cores.Add(core)))
                exhausted ??= "cores";
            used = used.Add(own);
            if (network.Add(resources) is not null)
                exhausted ??= "network: port collision";
            if (!TakeDevices(resources, devices))
                exhausted ??= "devices: device oversubscribed";
        }
        exhausted = ComparableResources.Of(node).Exhausted(used) ?? exhausted;
        if (node.NodeMaxAllocs > 0 && count > node.NodeMaxAllocs)
            exhausted ??= "max allocation exceeded";
        return new NodeFit(exhausted, used);
    }

    private static bool TakeDevices(AllocatedResources resources, HashSet<(string, string, string, string)> taken)
    {
        var free = true;
        foreach (var device in resources.Tasks.OrEmpty().Values.SelectMany(task => task.Devices.OrEmpty()))
            foreach (var id in device.DeviceIDs.OrEmpty())
                free &= taken.Add((device.Vendor, device.Type, device.Name, id));
        return free;
    }
}
