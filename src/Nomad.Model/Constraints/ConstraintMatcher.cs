using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Nomad.Model.Constraints;

/// <summary>
/// Decides whether a value found on a node or device satisfies an operand. The answer depends on the arguments alone; parsed versions and
/// expressions are kept because the same few meet thousands of nodes. Safe for any number of threads.
/// </summary>
public sealed class ConstraintMatcher
{
    /// <summary>More distinct expressions than this in one cluster are parsed anew each time rather than kept.</summary>
    private const int CacheLimit = 4096;

    private readonly ConcurrentDictionary<string, Regex?> expressions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Text, bool Strict), VersionConstraint?> versions = new();

    /// <summary>
    /// Checks one operand. Null on either side means "not found". <c>distinct_hosts</c> and <c>distinct_property</c> look at other
    /// allocations, so they always hold here; an unknown operand never does.
    /// </summary>
    public bool Check(string operand, string? left, string? right)
    {
        switch (operand)
        {
            case Operands.DistinctHosts or Operands.DistinctProperty:
                return true;
            case Operands.IsSet:
                return left is not null;
            case Operands.IsNotSet:
                return left is null;
            case Operands.NotEqual or Operands.Not:
                return left != right;
        }
        if (left is null || right is null)
            return false;
        return operand switch
        {
            "" or Operands.Equal or Operands.DoubleEqual or Operands.Is => left == right,
            Operands.Less => Compare(left, right) < 0,
            Operands.LessOrEqual => Compare(left, right) <= 0,
            Operands.Greater => Compare(left, right) > 0,
            Operands.GreaterOrEqual => Compare(left, right) >= 0,
            Operands.Regexp => Expression(right)?.IsMatch(left) ?? false,
            Operands.Version => Version(right, strict: false)?.Matches(left) ?? false,
            Operands.Semver => Version(right, strict: true)?.Matches(left) ?? false,
            Operands.SetContains or Operands.SetContainsAll => Items(right).IsSubsetOf(Items(left)),
            Operands.SetContainsAny => Items(right).Overlaps(Items(left)),
            _ => false,
        };
    }

    /// <summary>Whole numbers when both are, else numbers with a fraction when both are, else text by bytes.</summary>
    public static int Compare(string left, string right)
    {
        if (long.TryParse(left, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var leftWhole)
            && long.TryParse(right, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var rightWhole))
            return leftWhole.CompareTo(rightWhole);
        if (double.TryParse(left, NumberStyles.Float, CultureInfo.InvariantCulture, out var leftNumber)
            && double.TryParse(right, NumberStyles.Float, CultureInfo.InvariantCulture, out var rightNumber))
            return leftNumber.CompareTo(rightNumber);
        return string.CompareOrdinal(left, right);
    }

    /// <summary>
    /// Compiles an expression of the RE2 dialect: no look-around, no back-references, linear time. Null when it is malformed.
    /// </summary>
    public static Regex? Compile(string expression)
    {
        try
        {
            return new Regex(expression, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (Exception problem) when (problem is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private Regex? Expression(string text) => expressions.TryGetValue(text, out var known) ? known : Keep(expressions, text, Compile(text));

    private VersionConstraint? Version(string text, bool strict) => versions.TryGetValue((text, strict), out var known) ? known
        : Keep(versions, (text, strict), strict ? VersionConstraint.ParseStrict(text) : VersionConstraint.Parse(text));

    private static TValue Keep<TKey, TValue>(ConcurrentDictionary<TKey, TValue> cache, TKey key, TValue value) where TKey : notnull
    {
        if (cache.Count < CacheLimit)
            cache.TryAdd(key, value);
        return value;
    }

    private static HashSet<string> Items(string list) => new(list.Split(',', StringSplitOptions.TrimEntries), StringComparer.Ordinal);
}
