using System.Text.Json.Serialization;
using Nomad.Model.Allocations;

namespace Nomad.Model.Events;

/// <remarks>
/// Timeout fields: stop caused by max_run_duration.
/// </remarks>
public sealed record AllocationEvent
{
    public Allocation? Allocation { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Timeout { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TimeoutReason { get; init => field = string.IsNullOrEmpty(value) ? null : value; }
}
