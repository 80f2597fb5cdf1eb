using System.Globalization;
using System.Text.Json;
using Nomad.Model;

namespace Nomad.Drivers;

/// <summary>Reads loosely typed values as job files have them: <c>"5"</c> is a number, <c>5</c> is text.</summary>
internal static class ConfigValue
{
    public static bool Fits(ConfigKind kind, JsonElement value) => value.ValueKind == JsonValueKind.Null || kind switch
    {
        ConfigKind.Text => Text(value) is not null,
        ConfigKind.Number => Number(value) is not null,
        ConfigKind.Boolean => Boolean(value) is not null,
        ConfigKind.Duration => Span(value) is not null,
        ConfigKind.TextList => value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => Text(item) is not null),
        ConfigKind.TextMap => IsMap(value) || IsMapList(value),
        ConfigKind.TextMapList => IsMap(value) || IsMapList(value),
        _ => value.ValueKind is JsonValueKind.Object
            || (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Object)),
    };

    public static string Expected(ConfigKind kind) => kind switch
    {
        ConfigKind.Text => "string",
        ConfigKind.Number => "number",
        ConfigKind.Boolean => "bool",
        ConfigKind.Duration => "duration string",
        ConfigKind.TextList => "list of string",
        ConfigKind.TextMap => "map of string",
        ConfigKind.TextMapList => "list of map of string",
        _ => "block",
    };

    public static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };

    public static long? Number(JsonElement value) => Text(value) is { } text
        && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && number == decimal.Truncate(number) && number is >= long.MinValue and <= long.MaxValue ? (long)number : null;

    public static bool? Boolean(JsonElement value) => Text(value) switch
    {
        "true" or "1" => true,
        "false" or "0" => false,
        _ => null,
    };

    public static TimeSpan? Span(JsonElement value) => value.ValueKind == JsonValueKind.String
        && Duration.TryParse(value.GetString(), out var duration) ? duration.ToTimeSpan() : null;

    private static bool IsMap(JsonElement value) => value.ValueKind == JsonValueKind.Object
        && value.EnumerateObject().All(property => Text(property.Value) is not null);

    private static bool IsMapList(JsonElement value) => value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(IsMap);
}
