using System.Text.Json.Serialization;

namespace Nomad.Model.Streams;

/// <summary>Size of the terminal a command runs in, in characters.</summary>
public sealed record TerminalSize
{
    [JsonPropertyName("height")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Height { get; init; }

    [JsonPropertyName("width")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Width { get; init; }
}
