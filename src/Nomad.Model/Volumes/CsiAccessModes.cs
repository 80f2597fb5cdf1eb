namespace Nomad.Model.Volumes;

/// <summary>Who may use a CSI volume at once.</summary>
public static class CsiAccessModes
{
    public const string SingleNodeReaderOnly = "single-node-reader-only";
    public const string SingleNodeWriter = "single-node-writer";
    public const string MultiNodeReaderOnly = "multi-node-reader-only";
    public const string MultiNodeSingleWriter = "multi-node-single-writer";
    public const string MultiNodeMultiWriter = "multi-node-multi-writer";
}
