namespace Nomad.Model.Requests;

public sealed record SearchResponse
{
    public IReadOnlyDictionary<string, IReadOnlyList<string>?>? Matches { get; init; }

    public IReadOnlyDictionary<string, bool>? Truncations { get; init; }

    public ulong Index { get; init; }

    public Duration LastContact { get; init; }

    public bool KnownLeader { get; init; }

    public string NextToken { get; init => field = value ?? ""; } = "";
}
