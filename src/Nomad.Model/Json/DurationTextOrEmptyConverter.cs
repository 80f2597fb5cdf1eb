using System.Text.Json;
using System.Text.Json.Serialization;

namespace Nomad.Model.Json;

/// <summary>As <see cref="DurationTextConverter"/>, but no duration is written as "".</summary>
public sealed class DurationTextOrEmptyConverter : JsonConverter<Duration>
{
    public override Duration Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => DurationTextConverter.ReadAny(ref reader);

    public override void Write(Utf8JsonWriter writer, Duration value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value == default ? "" : value.ToString());
}
