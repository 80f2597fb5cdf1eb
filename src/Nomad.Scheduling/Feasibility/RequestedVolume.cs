using Nomad.Model.Volumes;

namespace Nomad.Scheduling.Feasibility;

/// <summary>A CSI volume that an allocation asks for. What depends on the node alone is answered here; whose turn it is, by <see cref="Planning.VolumeDraft"/>.</summary>
/// <param name="Source">The ID of the volume.</param>
/// <param name="Standing">Null when there is no such volume.</param>
internal sealed record RequestedVolume(VolumeRequest Request, string Source, VolumeStanding? Standing)
{
    /// <summary>All that the answer depends on besides the node.</summary>
    public string Question => $"csi\0{Source}\0{Standing?.Volume.PluginID}\0{Standing?.Volume.ModifyIndex}\0";

    /// <summary>Why the volume can not be brought to a node; null when it can.</summary>
    public string? Refuse(Node node)
    {
        if (Standing?.Volume is not { } volume)
            return $"missing CSI volume(s) {Source}";
        if (node.CSINodePlugins.OrEmpty().GetValueOrDefault(volume.PluginID) is not { } plugin)
            return $"CSI plugin {volume.PluginID} is missing from client {node.ID}";
        if (!plugin.Healthy)
            return $"CSI plugin {volume.PluginID} is unhealthy on client {node.ID}";
        return IsAccessible(volume, plugin) ? null : "did not meet topology requirement";
    }

    // A volume with topologies is where all segments of one of them are.
    private static bool IsAccessible(CSIVolume volume, CSIInfo plugin)
    {
        var topologies = volume.Topologies.OrEmpty();
        var own = plugin.NodeInfo?.AccessibleTopology?.Segments.OrEmpty();
        return topologies.Count == 0 || own is not null && topologies.Any(topology =>
            topology.Segments.OrEmpty().All(segment => own.GetValueOrDefault(segment.Key) == segment.Value));
    }
}
