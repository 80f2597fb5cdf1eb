using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Nomad.Model.Json;

/// <summary>Maps, written with their keys in byte order as Go writes them, so that equal documents have equal text.</summary>
public sealed class SortedMapConverter<T> : JsonConverter<IReadOnlyDictionary<string, T>>
{
    public override IReadOnlyDictionary<string, T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException($"expected an object, found {reader.TokenType}");
        var type = (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
        var map = new Dictionary<string, T>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            reader.Read();
            try
            {
                map[key] = JsonSerializer.Deserialize(ref reader, type)!;
            }
            catch (JsonException problem)
            {
                // Without a path of its own, the exception gets that of the whole map from the caller.
                throw new JsonException(problem.Message, null, null, null, problem);
            }
        }
        return map;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyDictionary<string, T> value, JsonSerializerOptions options)
    {
        var type = (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
        var keys = value.Keys.ToArray();
        Array.Sort(keys, StringComparer.Ordinal);
        writer.WriteStartObject();
        foreach (var key in keys)
        {
            writer.WritePropertyName(key);
            if (value[key] is JsonElement anything)
                SortedJson.Write(writer, anything);
            else
                JsonSerializer.Serialize(writer, value[key], type);
        }
        writer.WriteEndObject();
    }
}
