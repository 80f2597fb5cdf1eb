using System.Numerics;

namespace Nomad.Hcl.Functions;

internal static class NumberFunctions
{
    /// <summary>Integer powers are exact up to this exponent.</summary>
    private const int MaxExactPower = 4096;

    public static IReadOnlyList<HclFunction> All { get; } =
    [
        Arguments.NumberToNumber("abs", number => number.Sign < 0 ? -number : number),
        Arguments.NumberToNumber("ceil", number => number.Ceiling()),
        Arguments.NumberToNumber("floor", number => number.Floor()),
        Arguments.NumberToNumber("signum", number => Math.Sign(number.Sign)),
        new("log", [Arguments.Number("num"), Arguments.Number("base")], arguments => HclValue.Number(Log(arguments[0].AsNumber, arguments[1].AsNumber))) { ResultType = HclType.Number },
        new("pow", [Arguments.Number("num"), Arguments.Number("power")], arguments => HclValue.Number(Power(arguments[0].AsNumber, arguments[1].AsNumber))) { ResultType = HclType.Number },
        new("max", [], arguments => HclValue.Number(Numbers(arguments).Max())) { Rest = Arguments.Number("numbers"), ResultType = HclType.Number },
        new("min", [], arguments => HclValue.Number(Numbers(arguments).Min())) { Rest = Arguments.Number("numbers"), ResultType = HclType.Number },
        new("parseint", [Arguments.Text("number"), Arguments.Number("base")], ParseInt) { ResultType = HclType.Number },
    ];

    private static List<HclNumber> Numbers(IReadOnlyList<HclValue> arguments) => arguments.Count > 0
        ? [.. arguments.Select(argument => argument.AsNumber)]
        : throw new HclFunctionException("must pass at least one number");

    private static HclNumber Log(HclNumber number, HclNumber radix)
    {
        var result = Math.Log(number.ToDouble()) / Math.Log(radix.ToDouble());
        return HclNumber.FromDouble(Math.Abs(result - Math.Round(result)) < 1e-13 ? Math.Round(result) : result);
    }

    private static HclNumber Power(HclNumber number, HclNumber power)
    {
        if (!power.TryInt64(out var whole) || whole is < 0 or > MaxExactPower)
        {
            return HclNumber.FromDouble(Math.Pow(number.ToDouble(), power.ToDouble()));
        }

        HclNumber result = 1;
        for (var factor = number; whole > 0; whole >>= 1)
        {
            result = (whole & 1) == 1 ? result * factor : result;
            factor = whole > 1 ? factor * factor : factor;
        }

        return result;
    }

    private static HclValue ParseInt(IReadOnlyList<HclValue> arguments)
    {
        var text = arguments[0].AsString;
        var radix = Arguments.WholeNumber(arguments, 1, 2, 62);
        var digits = text.TrimStart('+', '-');
        if (digits.Length == 0 || text.Length - digits.Length > 1 || digits.Length > 1000)
        {
            throw Invalid(text, radix);
        }

        var result = digits.Aggregate(BigInteger.Zero, (sum, digit) =>
            (sum * radix) + (Digit(digit, radix) is >= 0 and var value && value < radix ? value : throw Invalid(text, radix)));
        return HclValue.Number(HclNumber.Create(text.StartsWith('-') ? -result : result, 0));
    }

    /// <summary>Up to base 36 letters of both cases are equal; above, capital letters follow the small ones.</summary>
    private static int Digit(char digit, int radix) => digit switch
    {
        >= '0' and <= '9' => digit - '0',
        >= 'a' and <= 'z' => digit - 'a' + 10,
        >= 'A' and <= 'Z' => digit - 'A' + (radix <= 36 ? 10 : 36),
        _ => -1,
    };

    private static HclFunctionException Invalid(string text, int radix) => new($"cannot parse \"{text}\" as a base {radix} integer", 0);
}
