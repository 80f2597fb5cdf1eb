using System.Text.Json.Serialization;

namespace Nomad.Model.Requests;

public sealed record AgentSchedulerWorkerInfo
{
    [JsonPropertyName("id")]
    public string Id { get; init => field = value ?? ""; } = "";

    [JsonPropertyName("enabled_schedulers")]
    public IReadOnlyList<string>? Enabledschedulers { get; init; }

    [JsonPropertyName("started")]
    public string Started { get; init => field = value ?? ""; } = "";

    [JsonPropertyName("status")]
    public string Status { get; init => field = value ?? ""; } = "";

    [JsonPropertyName("workload_status")]
    public string Workloadstatus { get; init => field = value ?? ""; } = "";
}
