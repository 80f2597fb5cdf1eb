using System.Text;
using System.Text.Json;

namespace Nomad.Hcl.Functions;

/// <summary>Values as JSON text and back, as the standard library writes it: compact, keys in order, <c>&lt; &gt; &amp;</c> escaped.</summary>
internal static class JsonText
{
    private const int MaxDepth = 200;

    public static string Write(HclValue value)
    {
        var buffer = new StringBuilder();
        Write(buffer, value);
        return buffer.ToString();
    }

    public static HclValue Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = MaxDepth });
            return Read(document.RootElement);
        }
        catch (JsonException exception)
        {
            throw new HclFunctionException(exception.Message, 0);
        }
    }

    private static HclValue Read(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => HclValue.Object(element.EnumerateObject().Select(property => KeyValuePair.Create(property.Name, Read(property.Value)))),
        JsonValueKind.Array => HclValue.Tuple(element.EnumerateArray().Select(Read)),
        JsonValueKind.String => HclValue.String(element.GetString()!),
        JsonValueKind.Number => HclNumber.TryParse(element.GetRawText(), out var number) ? HclValue.Number(number) : throw new HclFunctionException("a number is too large", 0),
        JsonValueKind.True => HclValue.True,
        JsonValueKind.False => HclValue.False,
        _ => HclValue.Null,
    };

    private static void Write(StringBuilder buffer, HclValue value)
    {
        switch (value.Kind)
        {
            case HclValueKind.String:
                WriteString(buffer, value.AsString);
                break;
            case HclValueKind.Map or HclValueKind.Object:
                WriteObject(buffer, value);
                break;
            case HclValueKind.List or HclValueKind.Set or HclValueKind.Tuple:
                buffer.Append('[');
                for (var at = 0; at < value.Elements.Length; at++)
                {
                    buffer.Append(at == 0 ? "" : ",");
                    Write(buffer, value.Elements[at]);
                }

                buffer.Append(']');
                break;
            default:
                buffer.Append(value);
                break;
        }
    }

    private static void WriteObject(StringBuilder buffer, HclValue value)
    {
        buffer.Append('{');
        var first = true;
        foreach (var (key, entry) in value.Entries)
        {
            buffer.Append(first ? "" : ",");
            first = false;
            WriteString(buffer, key);
            buffer.Append(':');
            Write(buffer, entry);
        }

        buffer.Append('}');
    }

    private static void WriteString(StringBuilder buffer, string text)
    {
        buffer.Append('"');
        foreach (var character in text)
        {
            _ = character switch
            {
                '"' => buffer.Append("\\\""),
                '\\' => buffer.Append("\\\\"),
                '\n' => buffer.Append("\\n"),
                '\r' => buffer.Append("\\r"),
                '\t' => buffer.Append("\\t"),
                < ' ' or '<' or '>' or '&' or '\u2028' or '\u2029' => buffer.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => buffer.Append(character),
            };
        }

        buffer.Append('"');
    }
}
