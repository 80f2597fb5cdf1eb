using System.Text.Json;

namespace Nomad.Model.Cluster;

public sealed record AutopilotUpgrade
{
    public string Status { get; init; } = "";

    public string TargetVersion { get; init; } = "";

    public IReadOnlyList<string>? TargetVersionVoters { get; init; }

    public IReadOnlyList<string>? TargetVersionNonVoters { get; init; }

    public IReadOnlyList<string>? TargetVersionReadReplicas { get; init; }

    public IReadOnlyList<string>? OtherVersionVoters { get; init; }

    public IReadOnlyList<string>? OtherVersionNonVoters { get; init; }

    public IReadOnlyList<string>? OtherVersionReadReplicas { get; init; }

    public IReadOnlyDictionary<string, JsonElement>? RedundancyZones { get; init; }
}
