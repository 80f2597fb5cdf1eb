using System.Text.Json;
using System.Text.Json.Serialization;

namespace Nomad.Model.Streams;

public sealed record ExecStreamingInput
{
    [JsonPropertyName("stdin")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Stdin { get; init; }

    [JsonPropertyName("tty_size")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Ttysize { get; init; }
}
