using System.Text.Json;
using System.Text.Json.Serialization;

namespace Nomad.Model.Json;

/// <summary>Numbers of single precision, in Go's text; null is 0.</summary>
public sealed class GoSingleConverter : JsonConverter<float>
{
    public override bool HandleNull => true;

    public override float Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? 0 : reader.GetSingle();

    public override void Write(Utf8JsonWriter writer, float value, JsonSerializerOptions options) =>
        writer.WriteRawValue(GoNumber.Text(value), skipInputValidation: true);
}
