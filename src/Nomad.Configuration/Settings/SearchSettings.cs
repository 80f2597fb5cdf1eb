namespace Nomad.Configuration.Settings;

/// <summary>The agent configuration block <c>server.search</c>.</summary>
public sealed record SearchSettings
{
    /// <summary><c>server.search.fuzzy_enabled</c>, default true.</summary>
    public bool FuzzyEnabled { get; init; } = true;

    /// <summary><c>server.search.limit_query</c>, default 20.</summary>
    public int LimitQuery { get; init; } = 20;

    /// <summary><c>server.search.limit_results</c>, default 100.</summary>
    public int LimitResults { get; init; } = 100;

    /// <summary><c>server.search.min_term_length</c>, default 2.</summary>
    public int MinTermLength { get; init; } = 2;

    internal static SearchSettings From(SettingsNode node) => new()
    {
        FuzzyEnabled = node.Flag("fuzzy_enabled", true),
        LimitQuery = node.Number("limit_query", 20),
        LimitResults = node.Number("limit_results", 100),
        MinTermLength = node.Number("min_term_length", 2),
    };
}
