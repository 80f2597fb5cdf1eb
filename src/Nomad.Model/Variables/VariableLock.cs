using System.Text.Json.Serialization;
using Nomad.Model.Json;

namespace Nomad.Model.Variables;

/// <remarks>
/// TTL/LockDelay JSON *strings* (or int on input); default 15s each; TTL 10s..24h.
/// </remarks>
public sealed record VariableLock
{
    public string ID { get; init => field = value ?? ""; } = "";

    [JsonConverter(typeof(DurationTextConverter))]
    public Duration TTL { get; init; }

    [JsonConverter(typeof(DurationTextConverter))]
    public Duration LockDelay { get; init; }
}
