namespace Nomad.Model.Cluster;

/// <summary>Which servers of a zone run the version an upgrade goes to.</summary>
public sealed record AutopilotZoneUpgradeVersions
{
    public IReadOnlyList<string>? TargetVersionVoters { get; init; }

    public IReadOnlyList<string>? TargetVersionNonVoters { get; init; }

    public IReadOnlyList<string>? OtherVersionVoters { get; init; }

    public IReadOnlyList<string>? OtherVersionNonVoters { get; init; }
}
