namespace Nomad.Model.Jobs;

/// <remarks>
/// Weight default 50 (1..100).
/// </remarks>
public sealed record Spread
{
    public string Attribute { get; init => field = value ?? ""; } = "";

    public int Weight { get; init; }

    public IReadOnlyList<SpreadTarget>? SpreadTarget { get; init; }
}
