using System.Text.Json.Serialization;

namespace Nomad.Model.Services;

/// <remarks>
/// Status success|failure|pending; Mode healthiness|readiness.
/// </remarks>
public sealed record CheckQueryResult
{
    public string ID { get; init; } = "";

    public string Mode { get; init; } = "";

    public string Status { get; init; } = "";

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int StatusCode { get; init; }

    public string Output { get; init; } = "";

    public long Timestamp { get; init; }

    public string Group { get; init; } = "";

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Task { get; init; }

    public string Service { get; init; } = "";

    public string Check { get; init; } = "";
}
