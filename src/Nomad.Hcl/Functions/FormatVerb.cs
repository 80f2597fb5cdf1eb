using System.Globalization;
using System.Numerics;
using System.Text;

namespace Nomad.Hcl.Functions;

/// <summary>One <c>%</c> sequence: flags, width, precision, verb.</summary>
internal sealed class FormatVerb
{
    private const int MaxWidth = 10_000;

    private string _flags = "";
    private int _width;
    private int? _precision;
    private char _verb;
    private string _text = "";

    private delegate bool Test(char character);

    public int? Index { get; private set; }

    /// <summary>Reads from <c>%</c> on; a <c>*</c> takes its number with <paramref name="take"/>.</summary>
    public static FormatVerb Read(string format, ref int at, Func<int?, HclValue> take)
    {
        var result = new FormatVerb();
        var start = at++;
        result._flags = ReadWhile(format, ref at, character => character is '+' or '-' or ' ' or '#' or '0');
        result.ReadIndex(format, ref at);
        result._width = result.ReadNumber(format, ref at, take) ?? 0;
        if (at < format.Length && format[at] == '.')
        {
            at++;
            result.ReadIndex(format, ref at);
            result._precision = result.ReadNumber(format, ref at, take) ?? 0;
        }

        result.ReadIndex(format, ref at);
        if (at >= format.Length)
        {
            throw new HclFunctionException("unexpected end of format string", 0);
        }

        if (result._width < 0)
        {
            (result._flags, result._width) = (result._flags + "-", -result._width);
        }

        result._verb = format[at++];
        result._text = format[start..at];
        return result;
    }

    public string Apply(HclValue value) => _verb switch
    {
        'v' => Pad(General(value), false),
        's' => Pad(Cut(Text(value)), false),
        'q' => Pad(JsonText.Write(HclValue.String(Text(value))), false),
        't' => Pad(Convert(value, HclType.Bool).AsBool ? "true" : "false", false),
        'd' => Pad(Sign(Whole(value), number => number.ToString(CultureInfo.InvariantCulture)), true),
        'b' => Pad(Sign(Whole(value), number => Radix(number, 2)), true),
        'o' => Pad(Sign(Whole(value), number => Radix(number, 8)), true),
        'x' => Pad(Hexadecimal(value), true),
        'X' => Pad(Hexadecimal(value).ToUpperInvariant(), true),
        'c' => Pad(new Rune((int)Whole(value)).ToString(), false),
        'e' or 'E' or 'f' or 'F' or 'g' or 'G' => Pad(Sign(Number(value), FloatText), true),
        _ => throw new HclFunctionException($"unsupported format verb '{_verb}' in \"{_text}\"", 0),
    };

    private static string ReadWhile(string format, ref int at, Test test)
    {
        var start = at;
        while (at < format.Length && test(format[at]))
        {
            at++;
        }

        return format[start..at];
    }

    private void ReadIndex(string format, ref int at)
    {
        if (at >= format.Length || format[at] != '[')
        {
            return;
        }

        at++;
        var digits = ReadWhile(format, ref at, char.IsAsciiDigit);
        if (at >= format.Length || format[at] != ']' || !int.TryParse(digits, CultureInfo.InvariantCulture, out var index) || index < 1)
        {
            throw new HclFunctionException("invalid argument index in format string", 0);
        }

        at++;
        Index = index - 1;
    }

    private int? ReadNumber(string format, ref int at, Func<int?, HclValue> take)
    {
        var number = 0;
        if (at < format.Length && format[at] == '*')
        {
            at++;
            number = (int)BigInteger.Clamp(Whole(take(Index)), -MaxWidth - 1, MaxWidth + 1);
            Index = null;
        }
        else
        {
            var digits = ReadWhile(format, ref at, char.IsAsciiDigit);
            if (digits.Length == 0)
            {
                return null;
            }

            number = int.TryParse(digits, CultureInfo.InvariantCulture, out var read) ? read : MaxWidth + 1;
        }

        return number is >= -MaxWidth and <= MaxWidth ? number : throw new HclFunctionException($"a width or precision can be at most {MaxWidth}", 0);
    }

    private HclValue Convert(HclValue value, HclType type)
    {
        if (value.IsNull)
        {
            throw new HclFunctionException($"unsupported value for \"{_text}\": null value cannot be formatted");
        }

        return HclConversion.TryConvert(value, type, out var converted, out var error)
            ? converted
            : throw new HclFunctionException($"unsupported value for \"{_text}\": {error}");
    }

    private string Text(HclValue value) => Convert(value, HclType.String).AsString;

    private HclNumber Number(HclValue value) => Convert(value, HclType.Number).AsNumber;

    private BigInteger Whole(HclValue value) => Number(value).ToBigInteger();

    private string General(HclValue value)
    {
        if (_flags.Contains('#') || !value.Type.IsPrimitive || value.IsNull)
        {
            return JsonText.Write(value);
        }

        return Cut(Text(value));
    }

    private string Cut(string text)
    {
        var info = new StringInfo(text);
        return _precision is { } most && most < info.LengthInTextElements ? info.SubstringByTextElements(0, most) : text;
    }

    private string Hexadecimal(HclValue value)
    {
        var prefix = _flags.Contains('#') ? "0x" : "";
        return value.Kind == HclValueKind.String
            ? prefix + System.Convert.ToHexStringLower(Encoding.UTF8.GetBytes(value.AsString))
            : Sign(Whole(value), number => prefix + Radix(number, 16));
    }

    private string Sign(BigInteger number, Func<BigInteger, string> write) => SignText(number.Sign) + write(BigInteger.Abs(number));

    private string Sign(HclNumber number, Func<HclNumber, string> write) => SignText(number.Sign) + write(number.Sign < 0 ? -number : number);

    private string SignText(int sign) => sign < 0 ? "-" : _flags.Contains('+') ? "+" : _flags.Contains(' ') ? " " : "";

    private static string Radix(BigInteger number, int radix)
    {
        var digits = new StringBuilder();
        do
        {
            digits.Insert(0, "0123456789abcdef"[(int)(number % radix)]);
            number /= radix;
        }
        while (!number.IsZero && digits.Length < MaxWidth);
        return digits.ToString();
    }

    private string FloatText(HclNumber number) => _verb switch
    {
        'f' or 'F' => Fixed(number, _precision ?? 6),
        'e' or 'E' => Exponent(number, _precision ?? 6),
        _ => Shortest(number),
    };

    private static string Fixed(HclNumber number, int precision)
    {
        var scaled = number * HclNumber.Create(1, precision);
        var whole = scaled.ToBigInteger();
        var rest = scaled - HclNumber.Create(whole, 0);
        var half = (HclNumber)1 / 2;
        whole += rest > half || (rest == half && !whole.IsEven) ? 1 : 0;
        var digits = whole.ToString(CultureInfo.InvariantCulture).PadLeft(precision + 1, '0');
        return precision == 0 ? digits : $"{digits[..^precision]}.{digits[^precision..]}";
    }

    private string Exponent(HclNumber number, int precision) =>
        number.ToDouble().ToString("0." + new string('0', precision) + (char.IsUpper(_verb) ? "E+00" : "e+00"), CultureInfo.InvariantCulture)
            .Replace(".e", "e", StringComparison.Ordinal).Replace(".E", "E", StringComparison.Ordinal);

    private string Shortest(HclNumber number)
    {
        var value = number.ToDouble();
        var text = _precision is { } digits ? value.ToString("G" + Math.Max(1, digits), CultureInfo.InvariantCulture) : value.ToString("R", CultureInfo.InvariantCulture);
        var exponent = value == 0 ? 0 : (int)Math.Floor(Math.Log10(value));
        if (exponent is < -4 or >= 21 && _precision is null)
        {
            var mantissa = value.ToString("0.################e+00", CultureInfo.InvariantCulture);
            return char.IsUpper(_verb) ? mantissa.ToUpperInvariant() : mantissa;
        }

        return text.Contains('E') && _precision is null ? number.ToString() : text.Replace("E", char.IsUpper(_verb) ? "E" : "e", StringComparison.Ordinal);
    }

    private string Pad(string text, bool number)
    {
        var missing = _width - new StringInfo(text).LengthInTextElements;
        if (missing <= 0)
        {
            return text;
        }

        if (_flags.Contains('-'))
        {
            return text + new string(' ', missing);
        }

        if (!number || !_flags.Contains('0'))
        {
            return new string(' ', missing) + text;
        }

        var sign = text[0] is '-' or '+' or ' ' ? 1 : 0;
        return text[..sign] + new string('0', missing) + text[sign..];
    }
}
