using System.Globalization;
using System.Text.RegularExpressions;

namespace Nomad.Model.Constraints;

/// <summary>
/// A version as software states it: any number of numeric segments (missing ones up to three are 0), an optional pre-release and
/// optional build metadata, which does not count. A leading <c>v</c> is allowed. Order is that of SemVer 2.0.
/// </summary>
public sealed partial class LooseVersion : IComparable<LooseVersion>
{
    private const int LeastSegments = 3;

    private const string Core = @"^v?(?<core>[0-9]+(\.[0-9]+)*)";
    private const string Rest = @"[0-9A-Za-z~-]*(\.[0-9A-Za-z~-]+)*";
    private const string NumericFirst = "(?<pre>[0-9]+" + Rest + ")";
    private const string LetterFirst = "(?<pre>[A-Za-z~-]+" + Rest + ")";
    private const string Metadata = @"(\+[0-9A-Za-z~-]+(\.[0-9A-Za-z~-]+)*)?\z";

    private LooseVersion(long[] segments, int stated, string preRelease)
    {
        Segments = segments;
        Stated = stated;
        PreRelease = preRelease;
    }

    public IReadOnlyList<long> Segments { get; }

    /// <summary>How many segments the text had: <c>~> 1.2</c> and <c>~> 1.2.0</c> differ.</summary>
    public int Stated { get; }

    /// <summary>The part after the dash, "" for a release.</summary>
    public string PreRelease { get; }

    /// <summary>Reads <c>1.2</c>, <c>v1.2.3-beta1</c> and also <c>1.2.3beta1</c>, without the dash.</summary>
    public static LooseVersion? Parse(string text) => From(Loose().Match(text));

    /// <summary>Reads what SemVer allows: a pre-release needs its dash.</summary>
    public static LooseVersion? ParseStrict(string text) => From(Strict().Match(text));

    public int CompareTo(LooseVersion? other)
    {
        if (other is null)
            return 1;
        var core = CompareCore(other);
        return core != 0 ? core : ComparePreRelease(PreRelease, other.PreRelease);
    }

    /// <summary>Compares the numeric segments only.</summary>
    public int CompareCore(LooseVersion other)
    {
        for (var i = 0; i < Math.Max(Segments.Count, other.Segments.Count); i++)
        {
            var difference = Segment(i).CompareTo(other.Segment(i));
            if (difference != 0)
                return difference;
        }
        return 0;
    }

    internal long Segment(int index) => index < Segments.Count ? Segments[index] : 0;

    private static LooseVersion? From(Match match)
    {
        if (!match.Success)
            return null;
        var parts = match.Groups["core"].Value.Split('.');
        var segments = new long[Math.Max(parts.Length, LeastSegments)];
        for (var i = 0; i < parts.Length; i++)
            if (!long.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out segments[i]))
                return null;
        return new LooseVersion(segments, parts.Length, match.Groups["pre"].Value);
    }

    private static int ComparePreRelease(string left, string right)
    {
        if (left == right)
            return 0;
        if (left.Length == 0 || right.Length == 0)
            return left.Length == 0 ? 1 : -1;
        var ours = left.Split('.');
        var theirs = right.Split('.');
        for (var i = 0; i < Math.Min(ours.Length, theirs.Length); i++)
        {
            var difference = ComparePart(ours[i], theirs[i]);
            if (difference != 0)
                return difference;
        }
        return ours.Length.CompareTo(theirs.Length);
    }

    private static int ComparePart(string left, string right)
    {
        var leftIsNumber = long.TryParse(left, NumberStyles.None, CultureInfo.InvariantCulture, out var leftNumber);
        var rightIsNumber = long.TryParse(right, NumberStyles.None, CultureInfo.InvariantCulture, out var rightNumber);
        return (leftIsNumber, rightIsNumber) switch
        {
            (true, true) => leftNumber.CompareTo(rightNumber),
            (true, false) => -1,
            (false, true) => 1,
            _ => Math.Sign(string.CompareOrdinal(left, right)),
        };
    }

    [GeneratedRegex(Core + "(-" + NumericFirst + "|-?" + LetterFirst + ")?" + Metadata, RegexOptions.ExplicitCapture)]
    private static partial Regex Loose();

    [GeneratedRegex(Core + "(-" + NumericFirst + "|-" + LetterFirst + ")?" + Metadata, RegexOptions.ExplicitCapture)]
    private static partial Regex Strict();
}
