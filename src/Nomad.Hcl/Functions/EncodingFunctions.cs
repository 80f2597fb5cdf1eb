using System.Text;

namespace Nomad.Hcl.Functions;

internal static class EncodingFunctions
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static IReadOnlyList<HclFunction> All { get; } =
    [
        Arguments.TextToText("base64encode", text => Convert.ToBase64String(Encoding.UTF8.GetBytes(text))),
        Arguments.TextToText("base64decode", Base64Decode),
        Arguments.TextToText("urlencode", UrlEncode),
        new("jsondecode", [Arguments.Text("str")], arguments => JsonText.Read(arguments[0].AsString)),
        new("jsonencode", [Arguments.Loose("val")], arguments => HclValue.String(JsonText.Write(arguments[0]))) { ResultType = HclType.String },
        new("yamldecode", [Arguments.Text("src")], arguments => new YamlReader(arguments[0].AsString).Read()),
        new("yamlencode", [Arguments.Loose("value")], arguments => HclValue.String(YamlText.Write(arguments[0]))) { ResultType = HclType.String },
        new("csvdecode", [Arguments.Text("str")], arguments => CsvText.Read(arguments[0].AsString)),
    ];

    private static string Base64Decode(string text)
    {
        try
        {
            return StrictUtf8.GetString(Convert.FromBase64String(text));
        }
        catch (FormatException)
        {
            throw new HclFunctionException("failed to decode base64 data", 0);
        }
        catch (DecoderFallbackException)
        {
            throw new HclFunctionException("the result of decoding the provided string is not valid UTF-8", 0);
        }
    }

    private static string UrlEncode(string text)
    {
        var result = new StringBuilder();
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            var character = (char)value;
            _ = char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' or '~'
                ? result.Append(character)
                : character == ' ' ? result.Append('+') : result.Append(System.Globalization.CultureInfo.InvariantCulture, $"%{value:X2}");
        }

        return result.ToString();
    }
}
