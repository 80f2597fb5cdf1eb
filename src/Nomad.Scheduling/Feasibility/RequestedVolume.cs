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
    public string? Refuse(Node node) => NodeVolumes.RefuseCsi(Source, Standing?.Volume, node);
}
