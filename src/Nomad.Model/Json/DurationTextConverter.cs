using System.Text.Json;
using System.Text.Json.Serialization;

namespace Nomad.Model.Json;

/// <summary>Durations that the API writes as text (<c>"15s"</c>); numbers of nanoseconds and "" are read too.</summary>
public sealed class DurationTextConverter : JsonConverter<Duration>
{
    public override Duration Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => ReadAny(ref reader);

    public override void Write(Utf8JsonWriter writer, Duration value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());

    internal static Duration ReadAny(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number)
            return new Duration(reader.GetInt64());
        if (reader.TokenType == JsonTokenType.Null)
            return default;
        var text = reader.TokenType is JsonTokenType.String ? reader.GetString() : throw new JsonException($"{reader.TokenType} is not a duration");
        if (text is "" or "never")
            return default;
        return Duration.TryParse(text, out var duration) ? duration : throw new JsonException($"time: invalid duration \"{text}\"");
    }
}
