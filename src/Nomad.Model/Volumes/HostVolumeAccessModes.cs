namespace Nomad.Model.Volumes;

/// <summary>Who may use a host volume at once.</summary>
public static class HostVolumeAccessModes
{
    public const string SingleNodeReaderOnly = "single-node-reader-only";
    public const string SingleNodeWriter = "single-node-writer";
    public const string SingleNodeSingleWriter = "single-node-single-writer";
    public const string SingleNodeMultiWriter = "single-node-multi-writer";
}
