namespace Nomad.Model.Requests;

public sealed record CSIVolumeExternalStub
{
    public string ExternalID { get; init; } = "";

    public long CapacityBytes { get; init; }

    public IReadOnlyDictionary<string, string>? VolumeContext { get; init; }

    public string CloneID { get; init; } = "";

    public string SnapshotID { get; init; } = "";

    public IReadOnlyList<string>? PublishedExternalNodeIDs { get; init; }

    public bool IsAbnormal { get; init; }

    public string Status { get; init; } = "";
}
