using System.Text.Json;
using System.Text.Json.Serialization;

namespace Nomad.Model.Json;

/// <summary>Numbers with a fraction, in Go's text; null is 0.</summary>
public sealed class GoDoubleConverter : JsonConverter<double>
{
    public override bool HandleNull => true;

    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? 0 : reader.GetDouble();

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        // Most scores are 0.
        if (value == 0 && !double.IsNegative(value))
            writer.WriteNumberValue(0);
        else
            writer.WriteRawValue(GoNumber.Text(value), skipInputValidation: true);
    }
}
