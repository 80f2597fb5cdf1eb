using System.Text.Json.Serialization;

namespace Nomad.Model.Jobs;

/// <remarks>
/// Enabled true; SpecType cron; TimeZone UTC; Spec or Specs (list) one of. ProhibitOverlap false.
/// </remarks>
public sealed record PeriodicConfig
{
    public bool Enabled { get; init; }

    public string Spec { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<string>? Specs { get; init; }

    public string SpecType { get; init => field = value ?? ""; } = "";

    public bool ProhibitOverlap { get; init; }

    public string TimeZone { get; init => field = value ?? ""; } = "";

    /// <summary>How many children may be under way at once; null = any number, and not in the document.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ConcurrencyLimit? Concurrency { get; init; }

    /// <summary>
    /// What becomes of launches that nobody was there to make, one of <see cref="MissedLaunches"/>; null = the latest is made up for, and not in the document.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Missed { get; init; }
}
