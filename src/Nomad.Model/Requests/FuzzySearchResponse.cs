namespace Nomad.Model.Requests;

public sealed record FuzzySearchResponse
{
    public IReadOnlyDictionary<string, IReadOnlyList<FuzzyMatch>>? Matches { get; init; }

    public IReadOnlyDictionary<string, bool>? Truncations { get; init; }
}
