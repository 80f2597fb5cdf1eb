using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Nomad.Rpc;

namespace Nomad.Agent.Http.Bodies;

/// <summary>A request body whose absent fields matter. Every misfit is a refusal with 400 that names the field.</summary>
internal static class BodyDocument
{
    /// <summary>The request and the object in it (a job) have fields of the API; deeper there are names that users chose, whose case counts.</summary>
    private const int LevelsInAnyCase = 2;

    private const string JobField = "Job";

    private static readonly JsonNodeOptions AnyCase = new() { PropertyNameCaseInsensitive = true };

    /// <summary>The object of a text; of fields of one name the last counts.</summary>
    /// <param name="readJob">Reads the job in it, as <see cref="JobField"/>; null when there is none or it is like the rest.</param>
    public static JsonObject Read(ReadOnlyMemory<byte> bytes, Func<JsonElement, JsonObject>? readJob = null)
    {
        try
        {
            // Not a document to be disposed of: its numbers live on in the nodes, and need no copies.
            return Node(JsonElement.Parse(bytes.Span), 0, readJob) as JsonObject ?? throw HttpFailure.BadRequest("the request body must be a JSON object");
        }
        catch (JsonException problem)
        {
            throw HttpFailure.BadRequest(JsonProblem.Text(problem));
        }
        catch (InvalidOperationException)
        {
            throw HttpFailure.BadRequest("bad JSON: a text holds half a surrogate pair"); // found only when it is read
        }
    }

    /// <summary>A text field, "" when absent.</summary>
    public static string Text(this JsonObject document, string field) => document.Read(field, node => node.GetValue<string>()) ?? "";

    public static bool Flag(this JsonObject document, string field) => document.Read(field, node => node.GetValue<bool>());

    /// <summary>A field read by <paramref name="read"/>, the default when absent or null.</summary>
    public static T? Read<T>(this JsonObject document, string field, Func<JsonNode, T> read)
    {
        try
        {
            return document[field] is { } node ? read(node) : default;
        }
        catch (Exception problem) when (problem is InvalidOperationException or FormatException)
        {
            throw HttpFailure.BadRequest($"bad JSON: the field {field} has a value of the wrong type: {document[field]!.ToJsonString()}");
        }
    }

    /// <summary>A field as a typed value, null when absent.</summary>
    public static T? Part<T>(this JsonObject document, string field, JsonTypeInfo<T> type) where T : class
    {
        try
        {
            return document[field] is { } node ? node.Deserialize(type) : null;
        }
        catch (JsonException problem)
        {
            throw HttpFailure.BadRequest(JsonProblem.Text(problem, field));
        }
    }

    private static JsonNode? Node(JsonElement element, int level, Func<JsonElement, JsonObject>? readJob = null)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Null:
                return null;
            case JsonValueKind.Object:
                var fields = level < LevelsInAnyCase ? new JsonObject(AnyCase) : [];
                foreach (var field in element.EnumerateObject())
                {
                    var name = field.Name;
                    fields[name] = readJob is not null && field.Value.ValueKind == JsonValueKind.Object && name.Equals(JobField, StringComparison.OrdinalIgnoreCase)
                        ? readJob(field.Value) : Node(field.Value, level + 1);
                }
                return fields;
            case JsonValueKind.Array:
                return new JsonArray([.. element.EnumerateArray().Select(item => Node(item, level + 1))]);
            case JsonValueKind.String:
                return JsonValue.Create(element.GetString());
            default:
                return JsonValue.Create(element);
        }
    }
}
