using System.Text.Json.Serialization;

namespace Nomad.Model.Streams;

public sealed record ExecStreamingInput
{
    [JsonPropertyName("stdin")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ExecStreamingOperation? Stdin { get; init; }

    [JsonPropertyName("tty_size")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TerminalSize? TtySize { get; init; }
}
