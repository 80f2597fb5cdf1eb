using System.Text.Json.Serialization;

namespace Nomad.Model.Streams;

/// <summary>Bytes for or from one stream of a command, or its end.</summary>
public sealed record ExecStreamingOperation
{
    [JsonPropertyName("data")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public byte[]? Data { get; init; }

    [JsonPropertyName("close")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Close { get; init; }
}
