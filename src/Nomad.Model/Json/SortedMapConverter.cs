using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Nomad.Model.Json;

/// <summary>Maps, written with their keys in byte order as Go writes them, so that equal documents have equal text.</summary>
public sealed class SortedMapConverter<T> : JsonConverter<IReadOnlyDictionary<string, T>>
{
    // Their converters need to know nothing of what they are part of.
    private static readonly bool IsSimple = typeof(T) == typeof(string) || typeof(T) == typeof(double) || typeof(T) == typeof(int);

    public override IReadOnlyDictionary<string, T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException($"expected an object, found {reader.TokenType}");
        var type = (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
        // Most maps have one entry, or none.
        if (!reader.Read() || reader.TokenType != JsonTokenType.PropertyName)
            return SmallMap<T>.Empty;
        var (key, value) = Entry(ref reader, type);
        if (!reader.Read() || reader.TokenType != JsonTokenType.PropertyName)
            return SmallMap.Of(key, value);
        var map = new Dictionary<string, T>(StringComparer.Ordinal) { [key] = value };
        do
        {
            (key, value) = Entry(ref reader, type);
            map[key] = value;
        }
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName);
        return SmallMap.Packed(map);
    }

    private static (string Key, T Value) Entry(ref Utf8JsonReader reader, JsonTypeInfo<T> type)
    {
        var key = reader.GetString()!;
        reader.Read();
        try
        {
            return (key, JsonSerializer.Deserialize(ref reader, type)!);
        }
        catch (JsonException problem)
        {
            // Without a path of its own, the exception gets that of the whole map from the caller.
            throw new JsonException(problem.Message, null, null, null, problem);
        }
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyDictionary<string, T> value, JsonSerializerOptions options)
    {
        var type = (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
        writer.WriteStartObject();
        if (value is SmallMap<T> { IsSorted: true } small)
        {
            for (var at = 0; at < small.Count; at++)
                Write(writer, small.Entry(at), type);
        }
        else
        {
            var entries = value.ToArray();
            Array.Sort(entries, static (left, right) => string.CompareOrdinal(left.Key, right.Key));
            foreach (var entry in entries)
                Write(writer, entry, type);
        }
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, KeyValuePair<string, T> entry, JsonTypeInfo<T> type)
    {
        writer.WritePropertyName(entry.Key);
        if (entry.Value is JsonElement anything)
            SortedJson.Write(writer, anything);
        else if (IsSimple)
            ((JsonConverter<T>)type.Converter).Write(writer, entry.Value, type.Options);
        else
            JsonSerializer.Serialize(writer, entry.Value, type);
    }
}
