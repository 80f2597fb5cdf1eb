namespace Nomad.Model.Requests;

public sealed record SearchResponse
{
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Matches { get; init; }

    public IReadOnlyDictionary<string, bool>? Truncations { get; init; }
}
