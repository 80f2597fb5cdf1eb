using System.Text.Json;
using System.Text.Json.Nodes;

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

    private static readonly JsonNodeOptions AnyCase = new() { PropertyNameCaseInsensitive = true };

    /// <summary>A copy whose field names compare without case, as the API reads them. Throws <see cref="JsonException"/> when it is nested too deep.</summary>
    public static JsonObject Copy(JsonObject document)
    {
        try
        {
            return Read(document.ToJsonString());
        }
        catch (Exception problem) when (problem is InvalidOperationException or ArgumentException)
        {
            throw new JsonException("the job cannot be written as JSON: " + problem.Message, problem);
        }
    }

    /// <summary>The object of a text; of fields of one name the last counts. Throws <see cref="JsonException"/>.</summary>
    public static JsonObject Read(string text)
    {
        try
        {
            using var parsed = JsonDocument.Parse(text);
            return Node(parsed.RootElement) as JsonObject ?? throw new JsonException("a job is a JSON object");
        }
        catch (Exception problem) when (problem is InvalidOperationException or ArgumentException)
        {
            throw new JsonException("a text in the job is not valid: " + problem.Message, problem); // half a surrogate pair
        }
    }

    public static void Default(this JsonObject target, string name, JsonNode? value)
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
            if (target[name] is { } node && node is JsonArray or JsonObject && node.ToJsonString() is "[]" or "{}")
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
    private static JsonNode? Field(JsonProperty field)
    {
        if (FreeForm.Contains(field.Name))
            return Exact(field.Value);
        var texts = TextMaps.Contains(field.Name);
        if (field.Value.ValueKind != JsonValueKind.Object || !(texts || LabelMaps.Contains(field.Name)))
            return Node(field.Value);
        var map = new JsonObject();
        foreach (var entry in field.Value.EnumerateObject())
        {
            if (entry.Value.ValueKind != JsonValueKind.Null)
                map[entry.Name] = Node(entry.Value);
            else if (texts)
                map[entry.Name] = "";
        }

        return map;
    }

    private static JsonNode? Exact(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var result = new JsonObject();
                foreach (var field in element.EnumerateObject())
                    result[field.Name] = Exact(field.Value);
                return result;
            case JsonValueKind.Array:
                return new JsonArray([.. element.EnumerateArray().Select(Exact)]);
            default:
                return Scalar(element);
        }
    }

    private static JsonNode? Node(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var result = New();
                foreach (var field in element.EnumerateObject())
                    result[field.Name] = Field(field);
                return result;
            case JsonValueKind.Array:
                return new JsonArray([.. element.EnumerateArray().Where(item => item.ValueKind != JsonValueKind.Null).Select(Node)]);
            default:
                return Scalar(element);
        }
    }

    private static JsonNode? Scalar(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => JsonValue.Create(element.GetString()),
        _ => JsonValue.Create(element.Clone()),
    };
}
