using Nomad.Model.Volumes;

namespace Nomad.Scheduling.Feasibility;

/// <summary>Whether a node has the volumes that an allocation asks for, whoever else uses them. Pure; asked by the scheduler and again when its plan is applied.</summary>
public static class NodeVolumes
{
    /// <summary>Why the node lacks a host volume; null when it has it.</summary>
    /// <param name="request">Of which allocation (<see cref="VolumeSources.Resolved"/>), or of any when nobody is named.</param>
    public static string? RefuseHost(VolumeRequest request, Node node)
    {
        var found = !request.PerAlloc ? Offers(request.Source) : node.HostVolumes.OrEmpty().Keys.Any(name => IsOneOf(name, request.Source) && Offers(name));
        return found ? null : "missing compatible host volumes";

        bool Offers(string source) => node.HostVolumes.OrEmpty().TryGetValue(source, out var volume) && (request.ReadOnly || !volume.ReadOnly);
    }

    /// <summary>Why the volume of a plugin can not be brought to the node; null when it can.</summary>
    /// <param name="volume">Null when there is no such volume.</param>
    public static string? RefuseCsi(string source, CSIVolume? volume, Node node)
    {
        if (volume is null)
            return $"missing CSI volume(s) {source}";
        if (node.CSINodePlugins.OrEmpty().GetValueOrDefault(volume.PluginID) is not { } plugin)
            return $"CSI plugin {volume.PluginID} is missing from client {node.ID}";
        if (!plugin.Healthy)
            return $"CSI plugin {volume.PluginID} is unhealthy on client {node.ID}";
        return IsAccessible(volume, plugin) ? null : "did not meet topology requirement";
    }

    /// <summary>Volumes that a plugin of the node can bring at once; null: any number.</summary>
    public static long? MostOf(Node node, string plugin) =>
        node.CSINodePlugins.OrEmpty().GetValueOrDefault(plugin)?.NodeInfo is { MaxVolumes: > 0 and var most } ? most : null;

    /// <summary>The volumes of a plugin that these allocations have; what several of them share counts once.</summary>
    public static HashSet<(string Space, string ID)> Brought(string plugin, IEnumerable<Allocation> allocs, Func<string, string, CSIVolume?> find)
    {
        var brought = new HashSet<(string, string)>();
        foreach (var alloc in allocs)
        {
            if (alloc.Job?.TaskGroups.OrEmpty().FirstOrDefault(own => own.Name == alloc.TaskGroup) is not { } group)
                continue;
            foreach (var request in VolumeSources.Csi(group))
                if (VolumeSources.Of(request, alloc.Name) is var source && find(alloc.Namespace, source)?.PluginID == plugin)
                    brought.Add((alloc.Namespace, source));
        }
        return brought;
    }

    // A volume with topologies is where all segments of one of them are.
    private static bool IsAccessible(CSIVolume volume, CSIInfo plugin)
    {
        var topologies = volume.Topologies.OrEmpty();
        var own = plugin.NodeInfo?.AccessibleTopology?.Segments.OrEmpty();
        return topologies.Count == 0 || own is not null && topologies.Any(topology =>
            topology.Segments.OrEmpty().All(segment => own.GetValueOrDefault(segment.Key) == segment.Value));
    }

    private static bool IsOneOf(string name, string source) => name.Length > source.Length + 2 && name[source.Length] == '[' && name[^1] == ']'
        && name.StartsWith(source, StringComparison.Ordinal);
}
