using System.Text.Json;
using System.Text.Json.Serialization;

namespace Nomad.Model.Cluster;

public sealed record AgentSelf
{
    [JsonPropertyName("config")]
    public IReadOnlyDictionary<string, JsonElement>? Config { get; init; }

    [JsonPropertyName("member")]
    public AgentMember Member { get; init => field = value ?? new(); } = new();

    [JsonPropertyName("stats")]
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>? Stats { get; init; }
}
