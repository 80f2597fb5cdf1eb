namespace Nomad.Model.Requests;

public sealed record CSIVolumeExternalStub
{
    public string ExternalID { get; init => field = value ?? ""; } = "";

    public long CapacityBytes { get; init; }

    public IReadOnlyDictionary<string, string>? VolumeContext { get; init; }

    public string CloneID { get; init => field = value ?? ""; } = "";

    public string SnapshotID { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<string>? PublishedExternalNodeIDs { get; init; }

    public bool IsAbnormal { get; init; }

    public string Status { get; init => field = value ?? ""; } = "";
}
