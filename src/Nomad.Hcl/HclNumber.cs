using System.Globalization;
using System.Numerics;

namespace Nomad.Hcl;

/// <summary>
/// An exact decimal number: <c>mantissa * 10^exponent</c>. Results are rounded (half to even) to
/// <see cref="MaxDigits"/> significant digits, which only divisions and very long literals ever need.
/// </summary>
public readonly struct HclNumber : IEquatable<HclNumber>, IComparable<HclNumber>
{
    /// <summary>The reference computes with 512 bits, which is 154 digits.</summary>
    public const int MaxDigits = 154;

    /// <summary>Larger exponents are refused, so that no short text can make a huge number.</summary>
    public const int MaxExponent = 5000;

    private readonly BigInteger _mantissa;
    private readonly int _exponent;

    private HclNumber(BigInteger mantissa, int exponent)
    {
        _mantissa = mantissa;
        _exponent = exponent;
    }

    public static HclNumber Zero => default;

    public bool IsInteger => _exponent >= 0;

    public int Sign => _mantissa.Sign;

    public static implicit operator HclNumber(long value) => Create(value, 0);

    /// <summary>The shortest decimal that reads back as this double. Infinities and NaN are refused.</summary>
    public static HclNumber FromDouble(double value) =>
        double.IsFinite(value) && TryParse(value.ToString("R", CultureInfo.InvariantCulture), out var number)
            ? number
            : throw new OverflowException("The number is outside of the range that can be computed.");

    /// <summary>Normalises: no factor of ten in the mantissa, at most <see cref="MaxDigits"/> digits.</summary>
    public static HclNumber Create(BigInteger mantissa, int exponent)
    {
        if (mantissa.IsZero)
        {
            return default;
        }

        var digits = Digits(mantissa);
        if (digits > MaxDigits)
        {
            var drop = digits - MaxDigits;
            mantissa = DivideRounded(mantissa, BigInteger.Pow(10, drop));
            exponent += drop;
        }

        while (mantissa.IsEven)
        {
            var quotient = BigInteger.DivRem(mantissa, 10, out var rest);
            if (!rest.IsZero)
            {
                break;
            }

            mantissa = quotient;
            exponent++;
        }

        return exponent is > MaxExponent or < -MaxExponent
            ? throw new OverflowException("The number is outside of the range that can be computed.")
            : new HclNumber(mantissa, exponent);
    }

    /// <summary>Reads <c>-12.50e+3</c>: optional sign, digits, fraction, exponent.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out HclNumber number)
    {
        number = default;
        var at = 0;
        var negative = text.Length > 0 && text[0] == '-';
        if (text.Length > 0 && text[0] is '-' or '+')
        {
            at++;
        }

        var digits = new System.Text.StringBuilder();
        var exponent = 0;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            digits.Append(text[at++]);
        }

        if (at < text.Length && text[at] == '.')
        {
            at++;
            while (at < text.Length && char.IsAsciiDigit(text[at]))
            {
                digits.Append(text[at++]);
                exponent--;
            }
        }

        if (digits.Length is 0 or > MaxExponent)
        {
            return false;
        }

        if (at < text.Length && text[at] is 'e' or 'E')
        {
            if (!int.TryParse(text[(at + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var written)
                || written is > MaxExponent or < -MaxExponent)
            {
                return false;
            }

            exponent += written;
            at = text.Length;
        }

        if (at != text.Length || exponent is > MaxExponent or < -MaxExponent)
        {
            return false;
        }

        var mantissa = BigInteger.Parse(digits.ToString(), CultureInfo.InvariantCulture);
        number = Create(negative ? -mantissa : mantissa, exponent);
        return true;
    }

    public static HclNumber operator +(HclNumber left, HclNumber right)
    {
        var (a, b, exponent) = Align(left, right);
        return Create(a + b, exponent);
    }

    public static HclNumber operator -(HclNumber left, HclNumber right) => left + -right;

    public static HclNumber operator -(HclNumber value) => new(-value._mantissa, value._exponent);

    public static HclNumber operator *(HclNumber left, HclNumber right) =>
        Create(left._mantissa * right._mantissa, left._exponent + right._exponent);

    /// <summary>Throws <see cref="DivideByZeroException"/>.</summary>
    public static HclNumber operator /(HclNumber left, HclNumber right)
    {
        if (right._mantissa.IsZero)
        {
            throw new DivideByZeroException();
        }

        var shift = Math.Max(0, MaxDigits + 2 + Digits(right._mantissa) - Digits(left._mantissa));
        return Create(BigInteger.Divide(left._mantissa * BigInteger.Pow(10, shift), right._mantissa), left._exponent - right._exponent - shift);
    }

    /// <summary>Remainder with the sign of the left side. Throws <see cref="DivideByZeroException"/>.</summary>
    public static HclNumber operator %(HclNumber left, HclNumber right)
    {
        if (right._mantissa.IsZero)
        {
            throw new DivideByZeroException();
        }

        var (a, b, exponent) = Align(left, right);
        return Create(BigInteger.Remainder(a, b), exponent);
    }

    public static bool operator ==(HclNumber left, HclNumber right) => left.Equals(right);

    public static bool operator !=(HclNumber left, HclNumber right) => !left.Equals(right);

    public static bool operator <(HclNumber left, HclNumber right) => left.CompareTo(right) < 0;

    public static bool operator >(HclNumber left, HclNumber right) => left.CompareTo(right) > 0;

    public static bool operator <=(HclNumber left, HclNumber right) => left.CompareTo(right) <= 0;

    public static bool operator >=(HclNumber left, HclNumber right) => left.CompareTo(right) >= 0;

    public HclNumber Truncate() => IsInteger ? this : Create(BigInteger.Divide(_mantissa, BigInteger.Pow(10, -_exponent)), 0);

    public HclNumber Floor()
    {
        var whole = Truncate();
        return Sign < 0 && whole != this ? whole - 1 : whole;
    }

    public HclNumber Ceiling() => -(-this).Floor();

    public bool TryInt64(out long value)
    {
        value = 0;
        if (!IsInteger || _exponent > 19)
        {
            return false;
        }

        var whole = ToBigInteger();
        if (whole < long.MinValue || whole > long.MaxValue)
        {
            return false;
        }

        value = (long)whole;
        return true;
    }

    /// <summary>The whole part.</summary>
    public BigInteger ToBigInteger() => _exponent >= 0 ? _mantissa * BigInteger.Pow(10, _exponent) : BigInteger.Divide(_mantissa, BigInteger.Pow(10, -_exponent));

    /// <summary>The nearest double; infinity when it is too large.</summary>
    public double ToDouble() => double.Parse($"{_mantissa.ToString(CultureInfo.InvariantCulture)}e{_exponent}", CultureInfo.InvariantCulture);

    public int CompareTo(HclNumber other)
    {
        if (Sign != other.Sign)
        {
            return Sign.CompareTo(other.Sign);
        }

        var (a, b, _) = Align(this, other);
        return a.CompareTo(b);
    }

    public bool Equals(HclNumber other) => _exponent == other._exponent && _mantissa == other._mantissa;

    public override bool Equals(object? obj) => obj is HclNumber other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(_mantissa, _exponent);

    /// <summary>Plain decimal text without an exponent and without trailing zeros.</summary>
    public override string ToString()
    {
        var digits = BigInteger.Abs(_mantissa).ToString(CultureInfo.InvariantCulture);
        var sign = Sign < 0 ? "-" : "";
        if (_exponent >= 0)
        {
            return sign + digits + new string('0', _exponent);
        }

        digits = digits.PadLeft(1 - _exponent, '0');
        return $"{sign}{digits[..^-_exponent]}.{digits[^-_exponent..]}";
    }

    private static (BigInteger A, BigInteger B, int Exponent) Align(HclNumber left, HclNumber right)
    {
        var exponent = Math.Min(left._exponent, right._exponent);
        return (left._mantissa * BigInteger.Pow(10, left._exponent - exponent), right._mantissa * BigInteger.Pow(10, right._exponent - exponent), exponent);
    }

    private static int Digits(BigInteger value)
    {
        value = BigInteger.Abs(value);
        if (value.IsZero)
        {
            return 1;
        }

        var estimate = (int)(BigInteger.Log10(value) + 1e-9);
        return BigInteger.Pow(10, estimate) > value ? estimate : BigInteger.Pow(10, estimate + 1) <= value ? estimate + 2 : estimate + 1;
    }

    private static BigInteger DivideRounded(BigInteger value, BigInteger divisor)
    {
        var quotient = BigInteger.DivRem(value, divisor, out var rest);
        var twice = BigInteger.Abs(rest) * 2;
        return twice > divisor || (twice == divisor && !quotient.IsEven) ? quotient + value.Sign : quotient;
    }
}
