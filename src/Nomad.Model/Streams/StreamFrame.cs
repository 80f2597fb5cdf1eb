using System.Text.Json.Serialization;

namespace Nomad.Model.Streams;

/// <summary>A piece of a file or log on its way, or what happened to the file.</summary>
public sealed record StreamFrame
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Offset { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public byte[]? Data { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? File { get; init => field = string.IsNullOrEmpty(value) ? null : value; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? FileEvent { get; init => field = string.IsNullOrEmpty(value) ? null : value; }
}
