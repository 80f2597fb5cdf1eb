using System.Text.Json.Serialization;
using Nomad.Model.Requests;

namespace Nomad.Model.Cluster;

public sealed record AgentSchedulerWorkersInfo
{
    [JsonPropertyName("server_id")]
    public string Serverid { get; init => field = value ?? ""; } = "";

    [JsonPropertyName("schedulers")]
    public IReadOnlyList<AgentSchedulerWorkerInfo>? Schedulers { get; init; }
}
