namespace Nomad.Model.Constraints;

/// <summary>
/// A comma list of version conditions such as <c>&gt;= 1.2, &lt; 2.0</c>; all must hold. Two dialects: <c>version</c> knows <c>~></c> and
/// lets a pre-release match only a condition that names a pre-release of the same core version; <c>semver</c> orders pre-releases as any
/// other version and has no <c>~></c>.
/// </summary>
public sealed class VersionConstraint
{
    private static readonly string[] LongestFirst = ["!=", ">=", "<=", "~>", "=", ">", "<"];

    private readonly (string Operator, LooseVersion Version)[] conditions;
    private readonly bool strict;

    private VersionConstraint((string, LooseVersion)[] conditions, bool strict)
    {
        this.conditions = conditions;
        this.strict = strict;
    }

    /// <summary>Reads the list of the <c>version</c> operator; null when it is malformed.</summary>
    public static VersionConstraint? Parse(string text) => Parse(text, strict: false);

    /// <summary>Reads the list of the <c>semver</c> operator; null when it is malformed.</summary>
    public static VersionConstraint? ParseStrict(string text) => Parse(text, strict: true);

    /// <summary>False for text that is no version.</summary>
    public bool Matches(string version)
    {
        var found = strict ? LooseVersion.ParseStrict(version) : LooseVersion.Parse(version);
        return found is not null && Array.TrueForAll(conditions, condition => Holds(condition.Operator, found, condition.Version));
    }

    private static VersionConstraint? Parse(string text, bool strict)
    {
        var parts = text.Split(',');
        var conditions = new (string, LooseVersion)[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            var part = parts[i].Trim();
            var symbol = LongestFirst.FirstOrDefault(symbol => part.StartsWith(symbol, StringComparison.Ordinal)) ?? "";
            var rest = part[symbol.Length..].TrimStart();
            var version = strict ? LooseVersion.ParseStrict(rest) : LooseVersion.Parse(rest);
            if (version is null || (strict && symbol == "~>"))
                return null;
            conditions[i] = (symbol, version);
        }
        return new VersionConstraint(conditions, strict);
    }

    private bool Holds(string symbol, LooseVersion found, LooseVersion wanted)
    {
        var order = found.CompareTo(wanted);
        return symbol switch
        {
            "" or "=" => order == 0,
            "!=" => order != 0,
            _ when !strict && !PreReleaseAllowed(found, wanted) => false,
            ">" => order > 0,
            "<" => order < 0,
            ">=" => order >= 0,
            "<=" => order <= 0,
            _ => order >= 0 && Pessimistic(found, wanted),
        };
    }

    private static bool PreReleaseAllowed(LooseVersion found, LooseVersion wanted) =>
        found.PreRelease.Length == 0 || (wanted.PreRelease.Length > 0 && found.CompareCore(wanted) == 0);

    // ~> 1.2.3 lets only the last stated segment grow.
    private static bool Pessimistic(LooseVersion found, LooseVersion wanted)
    {
        for (var i = 0; i < wanted.Stated - 1; i++)
            if (found.Segment(i) != wanted.Segment(i))
                return false;
        return found.Segment(wanted.Stated - 1) >= wanted.Segment(wanted.Stated - 1);
    }
}
