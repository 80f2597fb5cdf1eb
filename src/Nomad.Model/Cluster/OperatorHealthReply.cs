using System.Text.Json.Serialization;

namespace Nomad.Model.Cluster;

public sealed record OperatorHealthReply
{
    public bool Healthy { get; init; }

    public int FailureTolerance { get; init; }

    public IReadOnlyList<ServerHealth>? Servers { get; init; }

    public string Leader { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<string>? Voters { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? ReadReplicas { get; init => field = value is { Count: 0 } ? null : value; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, AutopilotZone>? RedundancyZones { get; init => field = value is { Count: 0 } ? null : value; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AutopilotUpgrade? Upgrade { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int OptimisticFailureTolerance { get; init; }
}
