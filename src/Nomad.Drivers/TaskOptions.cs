using System.Text.Json;

namespace Nomad.Drivers;

/// <summary>A config that fits its schema. A missing key reads as the given default.</summary>
public sealed class TaskOptions
{
    private readonly IReadOnlyDictionary<string, JsonElement> _values;

    internal TaskOptions(IReadOnlyDictionary<string, JsonElement> values) => _values = values;

    public string Text(string name, string missing = "") => Find(name) is { } value ? ConfigValue.Text(value)! : missing;

    public long Number(string name, long missing = 0) => Find(name) is { } value ? ConfigValue.Number(value)!.Value : missing;

    public bool Boolean(string name, bool missing = false) => Find(name) is { } value ? ConfigValue.Boolean(value)!.Value : missing;

    public TimeSpan Duration(string name, TimeSpan missing = default) => Find(name) is { } value ? ConfigValue.Span(value)!.Value : missing;

    public IReadOnlyList<string> Texts(string name) =>
        Find(name) is { } value ? [.. value.EnumerateArray().Select(item => ConfigValue.Text(item)!)] : [];

    public IReadOnlyDictionary<string, string> Map(string name)
    {
        Dictionary<string, string> map = new(StringComparer.Ordinal);
        foreach (var part in Find(name) is { } value ? Parts(value) : [])
        {
            foreach (var property in part.EnumerateObject())
                map[property.Name] = ConfigValue.Text(property.Value)!;
        }

        return map;
    }

    /// <summary>A nested block's values, unchecked; null when absent.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Block(string name) =>
        Find(name) is { } value && Parts(value).FirstOrDefault() is { ValueKind: JsonValueKind.Object } part
            ? part.EnumerateObject().ToDictionary(property => property.Name, property => property.Value) : null;

    private static IEnumerable<JsonElement> Parts(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [value];

    private JsonElement? Find(string name) =>
        _values.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
