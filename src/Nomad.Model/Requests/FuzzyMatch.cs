using System.Text.Json.Serialization;

namespace Nomad.Model.Requests;

public sealed record FuzzyMatch
{
    public string ID { get; init => field = value ?? ""; } = "";

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Scope { get; init => field = value is { Count: 0 } ? null : value; }
}
