namespace Nomad.Model.Cluster;

public sealed record AutopilotUpgrade
{
    public string Status { get; init => field = value ?? ""; } = "";

    public string TargetVersion { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<string>? TargetVersionVoters { get; init; }

    public IReadOnlyList<string>? TargetVersionNonVoters { get; init; }

    public IReadOnlyList<string>? TargetVersionReadReplicas { get; init; }

    public IReadOnlyList<string>? OtherVersionVoters { get; init; }

    public IReadOnlyList<string>? OtherVersionNonVoters { get; init; }

    public IReadOnlyList<string>? OtherVersionReadReplicas { get; init; }

    public IReadOnlyDictionary<string, AutopilotZoneUpgradeVersions>? RedundancyZones { get; init; }
}
