using System.Text.Json.Serialization;
using Nomad.Model.Json;

namespace Nomad.Model.Cluster;

/// <remarks>
/// API form: LastContactThreshold/ServerStabilizationTime strings. Defaults: CleanupDeadServers true, 200ms, MaxTrailingLogs 250,
/// MinQuorum 0, 10s.
/// </remarks>
public sealed record AutopilotConfig
{
    public bool CleanupDeadServers { get; init; }

    [JsonConverter(typeof(DurationTextConverter))]
    public Duration ServerStabilizationTime { get; init; }

    [JsonConverter(typeof(DurationTextConverter))]
    public Duration LastContactThreshold { get; init; }

    public ulong MaxTrailingLogs { get; init; }

    public ulong MinQuorum { get; init; }

    public bool EnableRedundancyZones { get; init; }

    public bool DisableUpgradeMigration { get; init; }

    public bool EnableCustomUpgrades { get; init; }

    public ulong CreateIndex { get; init; }

    public ulong ModifyIndex { get; init; }
}
