using System.Globalization;

namespace Nomad.Model.Json;

/// <summary>Floating point numbers as Go's <c>encoding/json</c> prints them: shortest digits, an exponent only below 1e-6 and from 1e21.</summary>
public static class GoNumber
{
    private const double SmallestPlain = 1e-6;
    private const double FirstWithExponent = 1e21;

    public static string Text(double value) => Text(value, Math.Abs(value), value.ToString("R", CultureInfo.InvariantCulture));

    public static string Text(float value) => Text(value, Math.Abs((double)value), value.ToString("R", CultureInfo.InvariantCulture));

    private static string Text(double value, double size, string shortest)
    {
        if (!double.IsFinite(value))
            throw new ArgumentOutOfRangeException(nameof(value), value, "JSON has no infinite numbers and no NaN");
        var exponentAt = shortest.IndexOf('E');
        if (exponentAt < 0)
            return size != 0 && size < SmallestPlain ? WithExponent(shortest) : shortest;
        var exponent = int.Parse(shortest.AsSpan(exponentAt + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return size is not 0 and < SmallestPlain or >= FirstWithExponent
            ? shortest[..exponentAt] + (exponent < 0 ? "e-" : "e+") + Math.Abs(exponent).ToString(CultureInfo.InvariantCulture)
            : Plain(shortest[..exponentAt], exponent);
    }

    private static string Plain(string mantissa, int exponent)
    {
        var sign = mantissa.StartsWith('-') ? "-" : "";
        var digits = mantissa.Replace("-", "").Replace(".", "");
        return exponent >= 0
            ? sign + digits.PadRight(exponent + 1, '0')
            : sign + "0." + new string('0', -exponent - 1) + digits;
    }

    private static string WithExponent(string plain)
    {
        var sign = plain.StartsWith('-') ? "-" : "";
        var fraction = plain[(plain.IndexOf('.') + 1)..];
        var digits = fraction.TrimStart('0');
        var exponent = fraction.Length - digits.Length + 1;
        return sign + digits[0] + (digits.Length > 1 ? "." + digits[1..] : "") + "e-" + exponent.ToString(CultureInfo.InvariantCulture);
    }
}
