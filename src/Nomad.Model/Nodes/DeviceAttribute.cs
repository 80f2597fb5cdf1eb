using System.Text.Json.Serialization;

namespace Nomad.Model.Nodes;

/// <summary>A typed value that a device has; <c>Attribute</c> in documents.</summary>
/// <remarks>
/// Device attribute value; exactly one of the value fields set.
/// </remarks>
public sealed record DeviceAttribute
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Float { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Int { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? String { get; init => field = string.IsNullOrEmpty(value) ? null : value; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Bool { get; init; }

    public string Unit { get; init => field = value ?? ""; } = "";
}
