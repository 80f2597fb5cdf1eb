using System.Text.Json.Serialization;

namespace Nomad.Model.Streams;

/// <summary>How a command ended.</summary>
public sealed record ExecStreamingExitResult
{
    [JsonPropertyName("exit_code")]
    public int ExitCode { get; init; }
}
