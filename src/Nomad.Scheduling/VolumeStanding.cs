using Nomad.Model.Volumes;

namespace Nomad.Scheduling;

/// <summary>A CSI volume as schedulers see it.</summary>
/// <param name="Schedulable">Its plugin is there and healthy enough to bring it to a node.</param>
public sealed record VolumeStanding(CSIVolume Volume, bool Schedulable, IReadOnlyList<VolumeClaim> Claims)
{
    /// <summary>The name under which those are woken that wait for a volume.</summary>
    public static string Resource(string space, string id) => $"{ResourceKind}/{space}/{id}";

    /// <summary>How names of volumes begin among what is waited for.</summary>
    public const string ResourceKind = "csi-volume";
}
