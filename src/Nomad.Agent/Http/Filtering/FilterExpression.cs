using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Nomad.Agent.Http.Filtering;

/// <summary>
/// A parsed filter (<c>Status == "running" and Meta.team is not empty</c>), spec http-api §1.6. Evaluated against the JSON
/// form of an object, so that selectors are exactly the field names users see. Immutable; safe for any number of threads.
/// </summary>
public abstract record FilterExpression
{
    /// <summary>Throws <see cref="FilterException"/> with the position when the text is not an expression.</summary>
    public static FilterExpression Parse(string text) => new FilterParser(text).Parse();

    /// <param name="item">The object under test.</param>
    /// <param name="known">Tells the fields its kind has, present or not; a selector of another one throws <see cref="FilterException"/>.</param>
    public bool Matches(JsonElement item, Func<string, bool>? known = null) => Matches(new FilterScope(item, null) { Known = known });

    internal abstract bool Matches(FilterScope scope);

    internal sealed record And(FilterExpression Left, FilterExpression Right) : FilterExpression
    {
        internal override bool Matches(FilterScope scope) => Left.Matches(scope) && Right.Matches(scope);
    }

    internal sealed record Or(FilterExpression Left, FilterExpression Right) : FilterExpression
    {
        internal override bool Matches(FilterScope scope) => Left.Matches(scope) || Right.Matches(scope);
    }

    internal sealed record Not(FilterExpression Inner) : FilterExpression
    {
        internal override bool Matches(FilterScope scope) => !Inner.Matches(scope);
    }

    internal sealed record IsEmpty(FilterSelector Selector) : FilterExpression
    {
        internal override bool Matches(FilterScope scope) => scope.Find(Selector) is not { } value || value.ValueKind switch
        {
            JsonValueKind.Null or JsonValueKind.Undefined => true,
            JsonValueKind.String => value.GetString()!.Length == 0,
            JsonValueKind.Array => value.GetArrayLength() == 0,
            JsonValueKind.Object => !value.EnumerateObject().Any(),
            _ => throw new FilterException($"Cannot perform is-empty on the scalar \"{Selector}\""),
        };
    }

    internal sealed record Equal(FilterSelector Selector, string Value) : FilterExpression
    {
        internal override bool Matches(FilterScope scope) => scope.Find(Selector) is { } found && Same(found, Value);

        internal static bool Same(JsonElement found, string value) => found.ValueKind switch
        {
            JsonValueKind.String => found.GetString() == value,
            JsonValueKind.True => AsBoolean(value),
            JsonValueKind.False => !AsBoolean(value),
            JsonValueKind.Number => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                ? number.Equals(found.GetDouble())
                : throw new FilterException($"failed to convert \"{value}\" to a number"),
            JsonValueKind.Null => value.Length == 0,
            _ => throw new FilterException("Cannot compare a list or a map with =="),
        };

        private static bool AsBoolean(string value) => Queries.BooleanQuery.TryParse(value, out var flag)
            ? flag : throw new FilterException($"failed to convert \"{value}\" to a bool");
    }

    internal sealed record Contains(FilterSelector Selector, string Value) : FilterExpression
    {
        internal override bool Matches(FilterScope scope) => scope.Find(Selector) is { } found && found.ValueKind switch
        {
            JsonValueKind.Array => found.EnumerateArray().Any(item => Equal.Same(item, Value)),
            JsonValueKind.Object => found.TryGetProperty(Value, out _),
            JsonValueKind.String => found.GetString()!.Contains(Value, StringComparison.Ordinal),
            JsonValueKind.Null => false,
            _ => throw new FilterException($"Cannot perform in/contains on \"{Selector}\""),
        };
    }

    internal sealed record MatchesPattern(FilterSelector Selector, Regex Pattern) : FilterExpression
    {
        internal override bool Matches(FilterScope scope) =>
            scope.Find(Selector) is { ValueKind: JsonValueKind.String } found && Pattern.IsMatch(found.GetString()!);
    }

    /// <summary><c>any sel as x { … }</c> and <c>all sel as k, v { … }</c>.</summary>
    internal sealed record Quantified(bool All, FilterSelector Selector, string First, string? Second, FilterExpression Body) : FilterExpression
    {
        internal override bool Matches(FilterScope scope)
        {
            if (scope.Find(Selector) is not { } found)
                return All;
            var scopes = found.ValueKind switch
            {
                JsonValueKind.Array => found.EnumerateArray().Select((item, at) => Second is null
                    ? scope.With(First, item)
                    : scope.With(First, FilterScope.Number(at)).With(Second, item)),
                JsonValueKind.Object => found.EnumerateObject().Select(pair => Second is null
                    ? scope.With(First, FilterScope.Text(pair.Name))
                    : scope.With(First, FilterScope.Text(pair.Name)).With(Second, pair.Value)),
                _ => [],
            };
            return All ? scopes.All(Fits) : scopes.Any(Fits);

            bool Fits(FilterScope inner)
            {
                inner.Budget.Spend();
                return Body.Matches(inner);
            }
        }
    }
}
