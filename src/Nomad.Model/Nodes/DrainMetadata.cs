namespace Nomad.Model.Nodes;

/// <remarks>
/// Status draining|complete|canceled.
/// </remarks>
public sealed record DrainMetadata
{
    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public string Status { get; init => field = value ?? ""; } = "";

    public string AccessorID { get; init => field = value ?? ""; } = "";

    public IReadOnlyDictionary<string, string>? Meta { get; init; }
}
