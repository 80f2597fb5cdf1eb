using System.Text.Json.Serialization;

namespace Nomad.Model.Streams;

public sealed record ExecStreamingOutput
{
    [JsonPropertyName("stdout")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ExecStreamingOperation? Stdout { get; init; }

    [JsonPropertyName("stderr")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ExecStreamingOperation? Stderr { get; init; }

    [JsonPropertyName("exited")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Exited { get; init; }

    [JsonPropertyName("result")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ExecStreamingExitResult? Result { get; init; }
}
