using System.Text.Json.Serialization;

namespace Nomad.Model.Services;

/// <remarks>
/// Status success|failure|pending; Mode healthiness|readiness.
/// </remarks>
public sealed record CheckQueryResult
{
    public string ID { get; init => field = value ?? ""; } = "";

    public string Mode { get; init => field = value ?? ""; } = "";

    public string Status { get; init => field = value ?? ""; } = "";

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int StatusCode { get; init; }

    public string Output { get; init => field = value ?? ""; } = "";

    public long Timestamp { get; init; }

    public string Group { get; init => field = value ?? ""; } = "";

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Task { get; init => field = string.IsNullOrEmpty(value) ? null : value; }

    public string Service { get; init => field = value ?? ""; } = "";

    public string Check { get; init => field = value ?? ""; } = "";
}
