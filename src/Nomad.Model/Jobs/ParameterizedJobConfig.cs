using System.Text.Json.Serialization;

namespace Nomad.Model.Jobs;

/// <remarks>
/// Payload optional|required|forbidden (default optional). Payload max 16 KiB.
/// </remarks>
public sealed record ParameterizedJobConfig
{
    public string Payload { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<string>? MetaRequired { get; init; }

    public IReadOnlyList<string>? MetaOptional { get; init; }

    /// <summary>How many children may be under way at once; null = any number, and not in the document.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ConcurrencyLimit? Concurrency { get; init; }
}
