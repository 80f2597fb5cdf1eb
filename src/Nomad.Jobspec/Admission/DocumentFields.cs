using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Nomad.Model.Json;

namespace Nomad.Jobspec.Admission;

/// <summary>Reading and filling the fields of a job document. Null and absent are the same.</summary>
internal static class DocumentFields
{
    private static readonly HashSet<string> FreeForm = new(StringComparer.OrdinalIgnoreCase) { "Config", "Policy" };

    private static readonly HashSet<string> TextMaps = new(StringComparer.OrdinalIgnoreCase)
    {
        "Meta", "Env", "CanaryMeta", "TaggedAddresses", "GetterOptions", "GetterHeaders", "Args", "Add", "Set", "Target",
    };

    private static readonly HashSet<string> LabelMaps = new(StringComparer.OrdinalIgnoreCase) { "Volumes", "EnvoyGatewayBindAddresses", "Header" };

    private const int MaxDepth = 64;

    private static readonly JsonNodeOptions AnyCase = new() { PropertyNameCaseInsensitive = true };

    /// <summary>A copy whose field names compare without case, as the API reads them. Throws <see cref="JsonException"/> when it is nested too deep.</summary>
    public static JsonObject Copy(JsonObject document)
    {
        try
        {
            return (JsonObject)Node(document, 0)!;
        }
        catch (ArgumentException)
        {
            return Read(document.ToJsonString()); // a name twice in one object, which shows only when it is looked into
        }
        catch (InvalidOperationException problem)
        {
            throw new JsonException("a text in the job is not valid: " + problem.Message, problem); // half a surrogate pair
        }
    }

    /// <summary>The object of a text; of fields of one name the last counts. Throws <see cref="JsonException"/>.</summary>
    public static JsonObject Read(string text)
    {
        try
        {
            return Read(JsonElement.Parse(text));
        }
        catch (Exception problem) when (problem is InvalidOperationException or ArgumentException)
        {
            throw new JsonException("a text in the job is not valid: " + problem.Message, problem);
        }
    }

    /// <summary>
    /// As <see cref="Copy"/>, of what was parsed: of fields of one name the last counts. Throws <see cref="JsonException"/> when it is no object or nested
    /// too deep, <see cref="InvalidOperationException"/> when a text holds half a surrogate pair.
    /// </summary>
    public static JsonObject Read(JsonElement document) => Node(document, 0) as JsonObject ?? throw new JsonException("a job is a JSON object");

    public static void Default(this JsonObject target, string name, JsonNode? value)
    {
        if (target[name] is null)
            target[name] = value;
    }

    // A node is made only where it is needed: jobs come by the thousand.
    public static void Default(this JsonObject target, string name, int value)
    {
        if (target[name] is null)
            target[name] = value;
    }

    public static void Default(this JsonObject target, string name, long value)
    {
        if (target[name] is null)
            target[name] = value;
    }

    public static void Default(this JsonObject target, string name, bool value)
    {
        if (target[name] is null)
            target[name] = value;
    }

    /// <summary>As <see cref="Default"/>, and "" counts as absent too.</summary>
    public static void DefaultText(this JsonObject target, string name, string value)
    {
        if (target.Text(name).Length == 0)
            target[name] = value;
    }

    public static string Text(this JsonObject source, string name) =>
        source[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : "";

    public static JsonObject? Object(this JsonObject source, string name) => source[name] as JsonObject;

    public static JsonObject Ensure(this JsonObject target, string name)
    {
        if (target[name] is JsonObject existing)
            return existing;
        var made = New();
        target[name] = made;
        return made;
    }

    /// <summary>The objects of a list; nulls are passed over.</summary>
    public static IEnumerable<JsonObject> Objects(this JsonObject source, string name) =>
        source[name] is JsonArray list ? list.OfType<JsonObject>() : [];

    public static JsonObject New() => new(AnyCase);

    /// <summary>Empty lists and maps become null.</summary>
    public static void NullWhenEmpty(this JsonObject target, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (target[name] is JsonArray { Count: 0 } or JsonObject { Count: 0 })
                target[name] = null;
        }
    }

    /// <summary>Fields that <paramref name="target"/> lacks are taken from <paramref name="below"/>.</summary>
    public static void Underlay(this JsonObject target, JsonObject? below)
    {
        foreach (var (name, value) in below ?? [])
            target.Default(name, value?.DeepClone());
    }

    /// <summary>
    /// Free-form fields stay as they are; the keys of a map are the author's and keep their case. Elsewhere null is no item of a list
    /// and no entry of a map, and "" as the text of one.
    /// </summary>
    private static JsonNode? Field(string name, JsonNode? value, int depth)
    {
        if (FreeForm.Contains(name))
            return Exact(value, depth);
        var texts = TextMaps.Contains(name);
        if (value is not JsonObject entries || !(texts || LabelMaps.Contains(name)))
            return Node(value, depth);
        var map = new JsonObject();
        foreach (var (key, entry) in entries)
        {
            if (entry is not null)
                map[key] = Node(entry, depth + 1);
            else if (texts)
                map[key] = "";
        }

        return map;
    }

    private static JsonNode? Node(JsonNode? node, int depth)
    {
        CheckDepth(depth);
        switch (node)
        {
            case JsonObject fields:
                var result = New();
                foreach (var (name, value) in fields)
                    result[name] = Field(name, value, depth + 1);
                return result;
            case JsonArray items:
                var list = new JsonArray();
                foreach (var item in items)
                {
                    if (item is not null)
                        list.Add(Node(item, depth + 1));
                }

                return list;
            default:
                return Scalar(node);
        }
    }

    private static JsonNode? Exact(JsonNode? node, int depth)
    {
        CheckDepth(depth);
        switch (node)
        {
            case JsonObject fields:
                var result = new JsonObject();
                foreach (var (name, value) in fields)
                    result[name] = Exact(value, depth + 1);
                return result;
            case JsonArray items:
                return new JsonArray([.. items.Select(item => Exact(item, depth + 1))]);
            default:
                return Scalar(node);
        }
    }

    private static JsonNode? Scalar(JsonNode? node) =>
        node is JsonValue text && text.GetValueKind() == JsonValueKind.String ? JsonValue.Create(text.GetValue<string>()) : node?.DeepClone();

    private static void CheckDepth(int depth)
    {
        if (depth > MaxDepth)
            throw new JsonException($"the job is nested deeper than {MaxDepth} levels");
    }

    private static JsonNode? Field(string name, JsonElement value, int depth)
    {
        if (FreeForm.Contains(name))
            return Exact(value, depth);
        var texts = TextMaps.Contains(name);
        if (value.ValueKind != JsonValueKind.Object || !(texts || LabelMaps.Contains(name)))
            return Node(value, depth);
        var map = new JsonObject();
        foreach (var entry in value.EnumerateObject())
        {
            if (entry.Value.ValueKind != JsonValueKind.Null)
                map[entry.Name] = Node(entry.Value, depth + 1);
            else if (texts)
                map[entry.Name] = "";
        }

        return map;
    }

    private static JsonNode? Node(JsonElement element, int depth)
    {
        CheckDepth(depth);
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var result = New();
                foreach (var field in element.EnumerateObject())
                {
                    var name = Name(field);
                    result[name] = Field(name, field.Value, depth + 1);
                }

                return result;
            case JsonValueKind.Array:
                var list = new JsonArray();
                foreach (var item in element.EnumerateArray())
                {
                    if (item.ValueKind != JsonValueKind.Null)
                        list.Add(Node(item, depth + 1));
                }

                return list;
            default:
                return Scalar(element);
        }
    }

    private static JsonNode? Exact(JsonElement element, int depth)
    {
        CheckDepth(depth);
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var result = new JsonObject();
                foreach (var field in element.EnumerateObject())
                    result[field.Name] = Exact(field.Value, depth + 1);
                return result;
            case JsonValueKind.Array:
                return new JsonArray([.. element.EnumerateArray().Select(item => Exact(item, depth + 1))]);
            default:
                return Scalar(element);
        }
    }

    private static JsonNode? Scalar(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => JsonValue.Create(Text(element)),
        _ => JsonValue.Create(element),
    };

    // Names and most texts are those of other jobs too.
    private static string Name(JsonProperty field) => Shared(JsonMarshal.GetRawUtf8PropertyName(field)) ?? field.Name;

    private static string Text(JsonElement element) => Shared(JsonMarshal.GetRawUtf8Value(element)[1..^1]) ?? element.GetString()!;

    private static string? Shared(ReadOnlySpan<byte> raw) => raw.Contains((byte)'\\') ? null : SharedTexts.Of(raw);
}
