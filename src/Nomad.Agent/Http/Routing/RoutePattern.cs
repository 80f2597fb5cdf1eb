namespace Nomad.Agent.Http.Routing;

/// <summary>
/// A route's path, split once. Matching is by segment; one parameter (<c>{name*}</c>) may take several segments, so that
/// <c>/v1/job/batch/nightly/allocations</c> finds the job <c>batch/nightly</c>.
/// </summary>
public sealed class RoutePattern
{
    private readonly string[] segments;
    private readonly int wide;

    public RoutePattern(string pattern)
    {
        Text = pattern;
        segments = pattern.Split('/', StringSplitOptions.RemoveEmptyEntries);
        wide = Array.FindIndex(segments, s => s.EndsWith("*}", StringComparison.Ordinal));
        Literals = segments.Count(s => !s.StartsWith('{'));
    }

    public string Text { get; }

    /// <summary>How many segments are fixed words. The more, the earlier a pattern is tried.</summary>
    public int Literals { get; }

    /// <summary>Fixed words at the end: they make <c>/v1/job/{id*}/plan</c> win over <c>/v1/job/{id*}</c>.</summary>
    public string FirstTwo => string.Join('/', segments.TakeWhile(s => !s.StartsWith('{')).Take(2));

    /// <summary>The parameters when <paramref name="path"/> (decoded segments) matches, else null.</summary>
    public IReadOnlyDictionary<string, string>? Match(string[] path)
    {
        if (wide < 0 ? path.Length != segments.Length : path.Length < segments.Length)
            return null;
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        var extra = path.Length - segments.Length;
        for (int i = 0, at = 0; i < segments.Length; i++)
        {
            var taken = i == wide ? 1 + extra : 1;
            if (!Take(segments[i], path.AsSpan(at, taken), found))
                return null;
            at += taken;
        }
        return found;
    }

    private static bool Take(string segment, ReadOnlySpan<string> values, Dictionary<string, string> found)
    {
        if (!segment.StartsWith('{'))
            return segment == values[0];
        found[segment.Trim('{', '}', '*')] = string.Join('/', values!);
        return true;
    }
}
