using System.Text.Json.Serialization;

namespace Nomad.Model.Requests;

/// <remarks>
/// Features, LeaderRPCAddr, Servers etc. used by clients only.
/// </remarks>
public sealed record NodeUpdateResponse
{
    public Duration HeartbeatTTL { get; init; }

    public IReadOnlyList<string>? EvalIDs { get; init; }

    public ulong EvalCreateIndex { get; init; }

    public ulong NodeModifyIndex { get; init; }

    public ulong Features { get; init; }

    public string LeaderRPCAddr { get; init => field = value ?? ""; } = "";

    public int NumNodes { get; init; }

    public IReadOnlyList<NodeServerInfo>? Servers { get; init; }

    public string SchedulingEligibility { get; init => field = value ?? ""; } = "";

    public string? SignedIdentity { get; init => field = string.IsNullOrEmpty(value) ? null : value; }

    /// <summary>The servers had given the node up and count on it again when they have heard how its allocations are. Ours; asked of clients only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool AwaitsReports { get; init; }

    public ulong Index { get; init; }

    public Duration LastContact { get; init; }

    public bool KnownLeader { get; init; }

    public string NextToken { get; init => field = value ?? ""; } = "";
}
