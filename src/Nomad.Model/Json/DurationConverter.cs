using System.Text.Json;
using System.Text.Json.Serialization;

namespace Nomad.Model.Json;

/// <summary>Durations are integers of nanoseconds; text such as <c>"30s"</c> is read too.</summary>
public sealed class DurationConverter : JsonConverter<Duration>
{
    public override Duration Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return default;
        if (reader.TokenType == JsonTokenType.Number)
            return new Duration(reader.TryGetInt64(out var whole) ? whole : (long)reader.GetDouble());
        if (reader.TokenType == JsonTokenType.String)
        {
            var text = reader.GetString();
            return Duration.TryParse(text, out var duration) ? duration : throw new JsonException($"time: invalid duration \"{text}\"");
        }
        throw new JsonException("a duration is a number of nanoseconds or text such as \"30s\"");
    }

    public override void Write(Utf8JsonWriter writer, Duration value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Nanoseconds);
}
