using System.Globalization;
using System.Text.Json;

namespace Nomad.Cli.Templates;

/// <summary>Values inside a template: JSON from the document, or text, numbers and booleans made on the way.</summary>
internal static class TemplateValue
{
    public static object? Field(object? value, string name) => value switch
    {
        JsonElement { ValueKind: JsonValueKind.Object } map => map.TryGetProperty(name, out var found) ? found
            : throw new TemplateException($"can't evaluate field {name}: there is no such field"),
        JsonElement { ValueKind: JsonValueKind.Null } or null => throw new TemplateException($"nil pointer evaluating field {name}"),
        _ => throw new TemplateException($"can't evaluate field {name} of {Text(value)}"),
    };

    public static bool IsTrue(object? value) => Plain(value) switch
    {
        null => false,
        bool flag => flag,
        string text => text.Length > 0,
        long number => number != 0,
        double number => number != 0,
        JsonElement { ValueKind: JsonValueKind.Array } list => list.GetArrayLength() > 0,
        JsonElement { ValueKind: JsonValueKind.Object } map => map.EnumerateObject().Any(),
        _ => true,
    };

    /// <summary>JSON scalars as .NET values; lists and maps stay JSON.</summary>
    public static object? Plain(object? value) => value is not JsonElement json ? value : json.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => json.TryGetInt64(out var whole) ? whole : json.GetDouble(),
        _ => json,
    };

    /// <summary>As Go's fmt prints it: lists in brackets, maps as <c>map[k:v]</c>.</summary>
    public static string Text(object? value) => Plain(value) switch
    {
        null => "<nil>",
        bool flag => flag ? "true" : "false",
        string text => text,
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        JsonElement { ValueKind: JsonValueKind.Array } list => "[" + string.Join(' ', list.EnumerateArray().Select(item => Text(item))) + "]",
        JsonElement { ValueKind: JsonValueKind.Object } map => "map[" + string.Join(' ', map.EnumerateObject()
            .OrderBy(pair => pair.Name, StringComparer.Ordinal).Select(pair => $"{pair.Name}:{Text(pair.Value)}")) + "]",
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        var other => other.ToString() ?? "",
    };

    public static int Compare(object? left, object? right) => (Plain(left), Plain(right)) switch
    {
        (string a, string b) => string.CompareOrdinal(a, b),
        (long a, long b) => a.CompareTo(b),
        (bool a, bool b) => a.CompareTo(b),
        (null, null) => 0,
        (long or double, long or double) => Number(left).CompareTo(Number(right)),
        _ => throw new TemplateException("incompatible types for comparison"),
    };

    public static double Number(object? value) => Plain(value) switch
    {
        long whole => whole,
        double number => number,
        _ => throw new TemplateException($"{Text(value)} is not a number"),
    };
}
