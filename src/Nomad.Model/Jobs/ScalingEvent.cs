using System.Text.Json;

namespace Nomad.Model.Jobs;

/// <remarks>
/// Time ns. 20 events kept per group, newest first.
/// </remarks>
public sealed record ScalingEvent
{
    public long Time { get; init; }

    public long? Count { get; init; }

    public long PreviousCount { get; init; }

    public string Message { get; init => field = value ?? ""; } = "";

    public bool Error { get; init; }

    public IReadOnlyDictionary<string, JsonElement>? Meta { get; init; }

    public string? EvalID { get; init => field = string.IsNullOrEmpty(value) ? null : value; }

    public ulong CreateIndex { get; init; }
}
