using System.Text.Json.Nodes;
using Nomad.Hcl;
using Nomad.Jobspec.Schema;
using Nomad.Model;

namespace Nomad.Jobspec.Decoding;

/// <summary>Values of the language to values of the document.</summary>
internal static class ValueReader
{
    private const long Second = 1_000_000_000;

    /// <summary>Throws <see cref="FormatException"/> saying what is required.</summary>
    public static JsonNode? Read(HclValue value, FieldKind kind, bool legacy)
    {
        if (value.IsNull)
            return null;
        return kind switch
        {
            FieldKind.Text => Text(value),
            FieldKind.Int => Whole(value),
            FieldKind.Bool => legacy && WeakBool(value) is { } weak ? weak : Converted(value, HclType.Bool).AsBool,
            FieldKind.Duration => DurationOf(value, legacy),
            FieldKind.TextList when legacy && value.Kind == HclValueKind.String => new JsonArray(value.AsString),
            FieldKind.TextList => List(value, item => Text(item)),
            FieldKind.IntList => List(value, item => Whole(item)),
            FieldKind.TextMap => Map(value, item => item.IsNull ? "" : Text(item)),
            FieldKind.ListMap => Map(value, item => List(item, entry => Text(entry))),
            _ => Any(value),
        };
    }

    public static JsonNode? Any(HclValue value) => value.Kind switch
    {
        HclValueKind.Null or HclValueKind.Unknown => null,
        HclValueKind.Bool => value.AsBool,
        HclValueKind.Number => value.AsNumber.TryInt64(out var whole) ? whole : value.AsNumber.ToDouble(),
        HclValueKind.String => value.AsString,
        HclValueKind.Map or HclValueKind.Object => Map(value, Any),
        _ => List(value, Any),
    };

    private static HclValue Converted(HclValue value, HclType type) =>
        HclConversion.TryConvert(value, type, out var result, out var error) ? result : throw new FormatException(error);

    private static string Text(HclValue value) => Converted(value, HclType.String).AsString;

    /// <summary>Old files also wrote 1, "1", "t" for true.</summary>
    private static bool? WeakBool(HclValue value) => value.Kind switch
    {
        HclValueKind.Number => !value.AsNumber.TryInt64(out var whole) || whole != 0,
        HclValueKind.String => value.AsString switch
        {
            "1" or "t" or "T" or "TRUE" or "True" => true,
            "" or "0" or "f" or "F" or "FALSE" or "False" => false,
            _ => null,
        },
        _ => null,
    };

    private static long Whole(HclValue value) => Converted(value, HclType.Number).AsNumber.TryInt64(out var whole)
        ? whole
        : throw new FormatException("a whole number is required");

    private static long DurationOf(HclValue value, bool legacy)
    {
        if (value.Kind == HclValueKind.Number)
            return Whole(value) * (legacy ? Second : 1);
        return Duration.TryParse(Text(value), out var duration) ? duration.Nanoseconds : throw new FormatException("a duration such as \"30s\" or \"1h30m\" is required");
    }

    private static JsonArray List(HclValue value, Func<HclValue, JsonNode?> item) => value.IsSequence
        ? new JsonArray([.. value.Elements.Select(item)])
        : throw new FormatException("a list is required");

    private static JsonObject Map(HclValue value, Func<HclValue, JsonNode?> item) => value.IsKeyed
        ? new JsonObject(value.Entries.Select(pair => KeyValuePair.Create(pair.Key, item(pair.Value))))
        : throw new FormatException("a map is required");
}
