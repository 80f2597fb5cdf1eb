using System.Text.Json.Serialization;

namespace Nomad.Model.Requests;

public sealed record AgentSchedulerWorkerConfigResponse
{
    [JsonPropertyName("server_id")]
    public string Serverid { get; init => field = value ?? ""; } = "";

    [JsonPropertyName("num_schedulers")]
    public int Numschedulers { get; init; }

    [JsonPropertyName("enabled_schedulers")]
    public IReadOnlyList<string>? Enabledschedulers { get; init; }
}
