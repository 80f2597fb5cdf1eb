namespace Nomad.Model.Volumes;

/// <summary>Who uses a CSI volume: every allocation that asked for it and has not ended on its client. By allocation ID, ordinal.</summary>
public sealed record VolumeClaims(string Namespace, string VolumeID, IReadOnlyList<VolumeClaim> Claims)
{
    public ulong CreateIndex { get; init; }

    public ulong ModifyIndex { get; init; }
}

/// <summary>One allocation's use of a CSI volume.</summary>
/// <param name="Writes">Not only reads.</param>
public sealed record VolumeClaim(string AllocID, string NodeID, string AccessMode, bool Writes);
