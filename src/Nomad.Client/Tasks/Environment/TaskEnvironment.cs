using System.Buffers;
using System.Text.Json;

namespace Nomad.Client.Tasks.Environment;

/// <summary>The finished environment of a task. Immutable, safe to share.</summary>
public sealed class TaskEnvironment(IReadOnlyDictionary<string, string> variables, Interpolation interpolation)
{
    public IReadOnlyDictionary<string, string> Variables { get; } = variables;

    public string Expand(string text) => interpolation.Expand(text);

    /// <summary>Replaces names in every text of a driver's configuration; keys of maps stay as they are.</summary>
    public IReadOnlyDictionary<string, JsonElement> Expand(IReadOnlyDictionary<string, JsonElement> config)
    {
        var result = new Dictionary<string, JsonElement>(config.Count, StringComparer.Ordinal);
        foreach (var (key, value) in config)
            result[key] = Mentions(value) ? Rewrite(value) : value;
        return result;
    }

    private static bool Mentions(JsonElement value) => value.GetRawText().Contains("${", StringComparison.Ordinal);

    private JsonElement Rewrite(JsonElement value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            Write(writer, value);
        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }

    private void Write(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                writer.WriteStringValue(Expand(value.GetString()!));
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    writer.WritePropertyName(member.Name);
                    Write(writer, member.Value);
                }
                writer.WriteEndObject();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}
